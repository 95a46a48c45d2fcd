"""The readable text of a file (附件的文字版): what everybody sees in it, as headings, paragraphs and tables."""
