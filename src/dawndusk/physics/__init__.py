"""Physics as pure functions: arrays in, arrays out, SI units in the names. NumPy in, NumPy out; JAX
in, JAX out.
"""
