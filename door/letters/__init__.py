"""공문 the letters that an office sends: their words in templates, their look in DOCX, their number from the journal."""
