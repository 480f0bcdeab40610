"""Layout: from stretches of text on set pages to blocks in reading order."""
