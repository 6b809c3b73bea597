"""The administrative places of the country, as the Ministry of Civil Affairs lists them."""
