#pragma once

#include "fetch/exchange.hpp"
#include "fetch/fetch_options.hpp"
#include "fetch/fetcher.hpp"

#include <absl/time/time.h>

#include <memory>
#include <string>

namespace almanac {

/// What one transfer is to do: one request, one answer, no redirect.
struct TransferPlan {
    Request request;
    std::string etag;           ///< ask only for something newer; empty: do not
    std::string last_modified;  ///< the same, where there is no etag
    bool allow_private = false;
    std::size_t max_body_bytes = 0;
    absl::Duration timeout;
};

/// How it ended.
struct TransferResult {
    int status = 0;
    Headers headers;
    std::string body;  ///< decoded; of an answer that is too large, its beginning
    FetchProblem problem = FetchProblem::none;
    std::string message;  ///< what happened, without the address: "no connection within 10 s"
    absl::Duration took;
    Exchange exchange;  ///< only where it is to be recorded
};

/// One libcurl transfer: sets the limits, checks the address that is connected to, decodes and cuts off what is too
/// large while it arrives. Lives on the engine's thread.
class Transfer {
public:
    Transfer(FetchOptions const& options, TransferPlan plan);
    ~Transfer();
    Transfer(Transfer const&) = delete;
    Transfer& operator=(Transfer const&) = delete;

    /// libcurl's CURL*.
    [[nodiscard]] void* handle() const;

    /// After libcurl is done with the handle; `code` is its CURLcode.
    [[nodiscard]] TransferResult finish(int code);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace almanac
