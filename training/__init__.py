"""The study: annotated images in, trained weights and figures out. The program never needs it."""
