#pragma once

#include "fetch/network_fetcher.hpp"

#include <string>
#include <utility>

namespace almanac::test {

/// As fast as a test wants it, and loopback allowed for the source "walks".
[[nodiscard]] inline FetchOptions quick()
{
    auto options = FetchOptions{};
    options.user_agent = make_user_agent("0", "https://almanac.example/about");
    options.requests_per_second = 10'000;
    options.backoff = absl::Milliseconds(1);
    options.sources["walks"].private_hosts = {"127.0.0.1"};
    return options;
}

/// A page for the source "walks".
[[nodiscard]] inline Request ask(std::string url)
{
    return {.source = "walks", .url = std::move(url)};
}

[[nodiscard]] inline Page fetch(FetchOptions options, Request request)
{
    auto fetcher = NetworkFetcher{std::move(options)};
    return get(fetcher, std::move(request));
}

}  // namespace almanac::test
