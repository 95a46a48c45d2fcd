"""内部台账: applications, reviews and lawsuits, corrections, complaints, tasks. Private in; counts and letters out."""
