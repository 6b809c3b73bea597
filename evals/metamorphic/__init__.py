"""Relations between answers, over any index and without labels: nobody can tune to them."""
