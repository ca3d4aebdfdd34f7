-- Whom a speaker cites, or who cites the speaker: JSON {"hand", "source": [start, end] in bytes of the text, "speaker"}.
ALTER TABLE quotes ADD COLUMN chain TEXT;
