"""The attendance sheet on paper: printed blank or filled, signed by hand, read back."""
