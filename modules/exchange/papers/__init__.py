"""What is printed of an edition: the running order, the programme, the booklet."""
