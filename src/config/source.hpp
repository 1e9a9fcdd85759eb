#pragma once

#include "config/error.hpp"
#include "read/recipe.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// What a source may name as its reader, beside the platforms (config/platforms.hpp).
inline constexpr std::string_view reader_names[] = {"auto",      "html",         "ical", "json", "jsonld",
                                                    "microdata", "microformats", "rdfa", "xcal"};

/// A calendar on the web: one file `sources/ID.toml`. Every member is a key of that file, under the same name.
struct Source {
    std::string id;        ///< the file's name without ".toml"
    Position position;     ///< the file
    std::string name;      ///< the organizer, spelled as the published calendar knows it
    std::string state;     ///< "DC", "VA", "MD": the tag when the venue's address gives none
    std::string timezone;  ///< IANA; default: that of almanac.toml
    std::string reader = "auto";
    std::string url;       ///< may hold {variables}: each's, {month:%Y-%m}, {from:%m/%d/%Y}, {to:...}, {page}, {offset}
    std::string homepage;  ///< for people; also the fallback of an event's url
    bool enabled = true;

    std::string method = "GET";                  ///< POST by itself when there is a form or body
    std::string body;                            ///< with {variables}
    std::string content_type;                    ///< of the body; default by `form` or JSON
    std::map<std::string, std::string> form;     ///< POSTed as a form, values with {variables}
    std::map<std::string, std::string> headers;  ///< values may hold {token}
    std::string token;                           ///< what {token} stands for: an environment variable, or a place
    std::vector<std::string> token_aliases;      ///< further names accepted
    std::string token_help;                      ///< where to get one; part of the "skipped" line
    bool token_in_url = false;                   ///< {token} may stand in the url: servers log urls, so say it

    bool ignore_robots = false;
    std::string ignore_robots_reason;  ///< required with ignore_robots
    bool allow_private = false;        ///< private and loopback addresses are allowed for the url's host
    double requests_per_second = 0;    ///< 0: that of almanac.toml
    int max_pages = 200;
    std::chrono::seconds max_time{300};

    bool day_first = false;                            ///< "3/4/2019" is 3 April
    bool split_days = false;                           ///< an event of several days is one event a day
    std::string default_venue;                         ///< when an event names none
    std::map<std::string, std::string> venue_aliases;  ///< as the page spells it -> as published
    std::map<std::string, std::string> category_map;   ///< page's category -> ours; "" removes it
    std::vector<std::string> categories;               ///< added to every event
    std::vector<SkipRule> skip;                        ///< events the editor does not want

    Recipe recipe;                           ///< [html] or [json]
    std::optional<std::string> capture;      ///< WARC file beside the source for `almanac check`
    std::optional<std::string> capture_now;  ///< clock of the capture
};

}  // namespace almanac
