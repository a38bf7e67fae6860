"""Linli 邻里: one subdistrict, its communities and their residents, on one thread."""
