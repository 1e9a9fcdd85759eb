# What is embedded into the program.
include(cmake/zones.cmake)
include(cmake/licenses.cmake)
include(cmake/platforms.cmake)
include(cmake/prices.cmake)
