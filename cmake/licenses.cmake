# The licences of all that is linked into the program: what Debian states in each package's copyright file, joined at
# build time, so that it is always that of the version which is linked.
set(licensed_packages
    libcurl4-openssl-dev libnghttp2-dev libidn2-dev libunistring-dev libssh2-1-dev libpsl-dev libbrotli-dev libzstd-dev
    zlib1g-dev libssl-dev libmodest-dev libre2-dev libabsl-dev tzdata libtomlplusplus-dev libexpat1-dev libsqlite3-dev
    libcli11-dev libfmt-dev libstdc++-12-dev libc6-dev)

set(licenses_text "")
foreach(package IN LISTS licensed_packages)
    file(READ /usr/share/doc/${package}/copyright copyright)
    string(APPEND licenses_text "\n==== ${package}\n\n${copyright}")
endforeach()
# Boost's own file lists every library of Boost in two megabytes; one licence holds for those used here.
file(READ ${CMAKE_SOURCE_DIR}/cmake/licenses/boost.txt copyright)
string(APPEND licenses_text "\n==== libboost-json1.81-dev\n\n${copyright}")
file(READ ${CMAKE_SOURCE_DIR}/LICENSE copyright)
string(APPEND licenses_text "\n==== The Apache License 2.0, which several of them and almanac itself use\n\n${copyright}")
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/embed/licenses.txt CONTENT "${licenses_text}" @ONLY)
almanac_embed(almanac_licenses ${CMAKE_BINARY_DIR}/embed/licenses.txt)
