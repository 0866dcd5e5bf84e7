# %% [markdown]
# # Three witnesses
