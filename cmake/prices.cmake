# What the cloud costs, for `almanac cost`.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/deploy/prices.json)
almanac_embed(almanac_prices ${CMAKE_SOURCE_DIR}/deploy/prices.json)
