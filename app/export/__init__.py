"""What leaves the program: one function for each kind of file."""
