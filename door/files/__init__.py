"""파일 what clerks hand in and take away: tables as CSV and XLSX, read and checked before anything is locked."""
