"""Packages raw scraped article files as a repaired, validated dataset."""
