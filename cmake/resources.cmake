# What is embedded into the program.
include(cmake/zones.cmake)
