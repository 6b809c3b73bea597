"""The encoder that ships: weights, tokenizer, model card, and the script that trained them."""
