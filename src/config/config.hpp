#pragma once

#include "config/source.hpp"
#include "text/mailbox.hpp"

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace almanac {

struct HostPolicy {
    double requests_per_second = 1;
    int connections = 2;
    bool allow_private = false;
};

/// How a bucket is reached where the environment does not say it, or says it otherwise.
struct S3Settings {
    std::string endpoint{};            ///< "https://minio.example.org:9000"; empty: the environment's, else AWS
    std::string region{};              ///< empty: the environment's
    std::optional<bool> path_style{};  ///< none: with an endpoint that is not AWS's, or a bucket with dots
    bool conditional_writes = true;    ///< false: the store has none, and no two runs may overlap
};

/// almanac.toml, with its defaults. Every member is a key (tables as nested structs).
struct Config {
    std::string output = "out";  ///< folder, or s3://bucket/prefix
    std::string timezone = "America/New_York";
    std::string contact;      ///< address or URL for the User-Agent
    std::string file_prefix;  ///< "dc-" makes data/dc-events-2026-11-23.csv
    bool state_tags = true;   ///< "(VA)" at the start of a description
    struct Window {
        int days = 90;      ///< today up to and including this many days ahead
        bool past = false;  ///< keep what is over
    } window;
    struct Fetch {
        double requests_per_second = 1;  ///< per host
        int connections = 2;             ///< per host
        std::chrono::seconds connect_timeout{10};
        std::chrono::seconds stall_timeout{20};
        std::chrono::seconds request_timeout{60};
        std::size_t max_body_bytes = 20U << 20U;
        int tries = 3;
        std::chrono::seconds deadline{1500};  ///< of the whole run
        std::map<std::string, HostPolicy> hosts;
    } fetch;
    std::vector<std::string> authority;  ///< ids of sources; of one event's listings that of the first is published
    Position authority_at;
    S3Settings s3;
    std::map<std::string, std::string> organizer_aliases;
    std::map<std::string, std::string> venue_aliases;
    std::map<std::string, std::string> tokens;  ///< variable -> where its value is kept (read_secret_place)
    struct Mail {
        std::vector<Mailbox> to{};  ///< empty: no mail
        Mailbox from{};
        std::string when = "always";  ///< or "change", "trouble"
        std::string via = "ses";      ///< or "smtp"
        bool attach = true;           ///< the files, when they are small
        int link_days = 7;            ///< how long links to the files work
        struct Smtp {
            std::string host;
            int port = 0;                       ///< 0: 587, 465 or 25, as `security` has it
            std::string security = "starttls";  ///< or "tls", "none"
            std::string user;                   ///< names the secret, as Source::token does
            std::string password;               ///< names the secret
            bool allow_plain = false;           ///< "none" beyond this machine
        } smtp{};
    } mail;
};

/// The whole configuration of a harvest.
struct Plan {
    Config config;
    std::vector<Source> sources;  ///< sorted by id
};

/// Reads almanac.toml (may be absent when `config_file` is empty: defaults) and every sources/*.toml. Checks everything
/// before it throws one ConfigError with all findings of all files.
[[nodiscard]] Plan load_plan(std::filesystem::path const& config_file, std::filesystem::path const& sources_folder);

/// One source from a text, for tests and for `almanac probe`. Throws ConfigError.
[[nodiscard]] Source read_source(std::string_view toml, std::string const& file, Config const& config);

}  // namespace almanac
