#include "command/libraries.hpp"

#include <CLI/Version.hpp>
#include <absl/base/config.h>
#include <boost/version.hpp>
#include <curl/curl.h>
#include <fmt/core.h>
#include <openssl/crypto.h>
#include <sqlite3.h>
#include <toml++/impl/version.h>
#include <zlib.h>

#include <zstd.h>

namespace almanac {

std::vector<Library> linked_libraries()
{
    return {
        {"libcurl", curl_version_info(CURLVERSION_NOW)->version},
        {"OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING)},
        {"SQLite", sqlite3_libversion()},
        {"zlib", zlibVersion()},
        {"zstd", ZSTD_versionString()},
        {"Boost", fmt::format("{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000)},
        {"Abseil", fmt::format("{}.{}", ABSL_LTS_RELEASE_VERSION, ABSL_LTS_RELEASE_PATCH_LEVEL)},
        {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
        {"CLI11", CLI11_VERSION},
        {"toml++", fmt::format("{}.{}.{}", TOML_LIB_MAJOR, TOML_LIB_MINOR, TOML_LIB_PATCH)},
        {"MyHTML", "Modest 2021-08-03"},
        {"RE2", "2022-06-01"},
    };
}

}  // namespace almanac
