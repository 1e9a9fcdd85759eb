# What is embedded into the program.
