"""내보내기 the files that an office takes out of a year, each as the receiving office needs it."""
