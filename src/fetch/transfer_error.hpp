#pragma once

#include "fetch/fetch_options.hpp"
#include "fetch/fetcher.hpp"

#include <absl/time/time.h>

#include <string>
#include <string_view>

namespace almanac {

/// Why a transfer did not work, in words for people and without the address.
struct TransferFailure {
    FetchProblem problem = FetchProblem::none;
    std::string message{};
};

/// Says it for a CURLcode other than CURLE_OK. `handle` is the CURL*, `text` what libcurl wrote into its error buffer,
/// `timeout` what the transfer had.
[[nodiscard]] TransferFailure explain_failure(void* handle, int code, std::string_view text,
                                              FetchOptions const& options, absl::Duration timeout);

/// "10 s", "0.5 s".
[[nodiscard]] std::string show_time(absl::Duration duration);

/// "20 MB", "300 KB", "17 bytes".
[[nodiscard]] std::string show_size(std::size_t bytes);

}  // namespace almanac
