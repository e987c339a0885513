"""The rules of the data set: one numbered rule is one named function that says where the data is wrong.

`catalogue` lists them with the level in force, `findings` runs them; nothing is imported here, so that a file can be
checked with a plan that was compiled before.
"""
