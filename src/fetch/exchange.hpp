#pragma once

#include "fetch/fetcher.hpp"

#include <functional>
#include <string>

namespace almanac {

/// One HTTP request and its answer, as they went over the wire (without transfer coding).
struct Exchange {
    Request request{};  ///< headers are all that were sent
    int status = 0;
    Headers headers{};   ///< of the answer
    std::string body{};  ///< still content-coded, as `headers` say
    /// Why the body is not complete, in WARC's words: "length", "disconnect", "time"; empty when it is.
    std::string truncated{};
};

/// Takes each exchange of a run, redirects too. Called from one thread at a time; must not throw.
using Recorder = std::function<void(Exchange const&)>;

}  // namespace almanac
