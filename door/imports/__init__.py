"""올리기 files become acts: read, judged, and done in one transaction, or told row by row what is wrong."""
