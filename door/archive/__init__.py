"""보관 a year as one file that is lived again on another machine."""
