"""The vocabulary and rules of selling; standard library only."""
