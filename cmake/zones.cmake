# The time zones of this machine's tzdata package, packed at build time (Debian packages: tzdata, libc-bin).
find_program(ZIC zic PATHS /usr/sbin /sbin REQUIRED)
find_file(TZDATA tzdata.zi PATHS /usr/share/zoneinfo NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH REQUIRED)

set(zones ${CMAKE_BINARY_DIR}/embed/zones.bin)
add_custom_command(OUTPUT ${zones}
    COMMAND ${CMAKE_COMMAND} -DZIC=${ZIC} -DTZDATA=${TZDATA} -DWORK=${CMAKE_BINARY_DIR}/embed/zones -DOUT=${zones}
            -P ${CMAKE_SOURCE_DIR}/cmake/pack_zones.cmake
    DEPENDS ${TZDATA} ${CMAKE_SOURCE_DIR}/cmake/pack_zones.cmake
    COMMENT "Packing time zones" VERBATIM)
target_sources(almanac_resources PRIVATE ${zones})
almanac_embed(almanac_zones ${zones})
