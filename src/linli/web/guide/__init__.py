"""What the living guide shows: the tokens as the style sheets have them, and invented samples."""
