"""The files put into activities, given to who may have them."""
