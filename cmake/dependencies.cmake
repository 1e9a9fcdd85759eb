# All libraries are Debian 12 packages (docs/dependencies.md). The reasons stand there.
find_package(Threads REQUIRED)
find_package(absl REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_library(MODEST_LIBRARY NAMES libmodest.a modest REQUIRED)
find_library(RE2_LIBRARY NAMES libre2.a re2 REQUIRED)

# fmt has no static library in Debian 12, so its one source file is compiled here.
add_library(almanac_fmt STATIC cmake/fmt.cpp)

add_library(almanac_dependencies INTERFACE)
target_link_libraries(almanac_dependencies INTERFACE
    almanac_fmt absl::time absl::civil_time absl::time_zone SQLite::SQLite3 OpenSSL::SSL OpenSSL::Crypto ZLIB::ZLIB
    Boost::json ${MODEST_LIBRARY} ${RE2_LIBRARY} Threads::Threads)

find_library(CURL_LIBRARY NAMES curl REQUIRED)
if(ALMANAC_STATIC)
    include(cmake/static.cmake)
else()
    target_link_libraries(almanac_dependencies INTERFACE ${CURL_LIBRARY})
endif()
