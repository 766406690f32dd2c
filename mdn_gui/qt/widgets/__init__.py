"""Controls that Qt lacks, and the words of all of them."""
