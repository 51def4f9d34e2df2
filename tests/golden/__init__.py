"""What a dozen pages say, as one text file a page: read the difference, then record them anew."""
