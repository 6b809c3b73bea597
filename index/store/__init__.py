"""What an index keeps on disk: passages and vectors in Chroma, keywords, ledger, generations."""
