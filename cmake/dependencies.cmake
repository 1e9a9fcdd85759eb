# All libraries are Debian 12 packages; docs/dependencies.md says why each. The static build takes the .a of each and,
# as libcurl.a then needs all that it was built with, those libraries too.
find_package(Threads REQUIRED)

set(library_names
    absl_time absl_time_zone absl_civil_time absl_strings absl_strings_internal absl_int128 absl_base absl_spinlock_wait
    absl_throw_delegate absl_raw_logging_internal absl_log_severity
    boost_json boost_container re2 expat sqlite3 curl ssl crypto zstd brotlidec brotlicommon z)
if(ALMANAC_STATIC)
    set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
    list(APPEND library_names nghttp2 idn2 unistring ssh2 psl)
endif()

set(libraries)
foreach(name IN LISTS library_names)
    find_library(LIBRARY_${name} NAMES ${name} REQUIRED)
    list(APPEND libraries ${LIBRARY_${name}})
endforeach()
# MyHTML always in its static form, so that tests and release run the same code.
find_library(LIBRARY_modest NAMES libmodest.a REQUIRED)

# fmt has no static library in Debian 12, so its one source file is compiled here.
add_library(almanac_fmt STATIC cmake/fmt.cpp)

add_library(almanac_dependencies INTERFACE)
if(ALMANAC_STATIC)
    add_library(almanac_curl_stubs STATIC cmake/curl_stubs.c)
    target_link_libraries(almanac_dependencies INTERFACE
        -Wl,--start-group almanac_curl_stubs ${libraries} -Wl,--end-group)
else()
    target_link_libraries(almanac_dependencies INTERFACE ${libraries})
endif()
target_link_libraries(almanac_dependencies INTERFACE almanac_fmt ${LIBRARY_modest} Threads::Threads)
