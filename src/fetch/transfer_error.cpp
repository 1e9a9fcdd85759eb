#include "fetch/transfer_error.hpp"

#include "fetch/url.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

namespace almanac {
namespace {

std::string host_of_handle(CURL* handle)
{
    char const* url = nullptr;
    curl_easy_getinfo(handle, CURLINFO_EFFECTIVE_URL, &url);
    return url == nullptr ? std::string{} : host_of(url);
}

/// libcurl begins its sentences with what we say ourselves.
std::string_view without_prefix(std::string_view text)
{
    for (std::string_view const prefix : {"SSL certificate problem: ", "SSL: "}) {
        if (text.starts_with(prefix))
            text.remove_prefix(prefix.size());
    }
    return text;
}

TransferFailure explain_timeout(CURL* handle, std::string_view text, FetchOptions const& options,
                                absl::Duration timeout)
{
    curl_off_t connected = 0;
    curl_easy_getinfo(handle, CURLINFO_PRETRANSFER_TIME_T, &connected);
    if (text.find("too slow") != text.npos)
        return {FetchProblem::timeout, fmt::format("nothing came for {}", show_time(options.stall_timeout))};
    if (connected == 0)
        return {FetchProblem::timeout,
                fmt::format("no connection within {}", show_time(std::min(options.connect_timeout, timeout)))};
    return {FetchProblem::timeout, fmt::format("not complete after {}", show_time(options.request_timeout))};
}

}  // namespace

std::string show_time(absl::Duration duration)
{
    return fmt::format("{:g} s", absl::ToDoubleSeconds(duration));
}

std::string show_size(std::size_t bytes)
{
    if (bytes >= 1U << 20U)
        return fmt::format("{} MB", bytes >> 20U);
    if (bytes >= 1U << 10U)
        return fmt::format("{} KB", bytes >> 10U);
    return fmt::format("{} bytes", bytes);
}

TransferFailure explain_failure(void* handle, int code, std::string_view text, FetchOptions const& options,
                                absl::Duration timeout)
{
    switch (code) {
    case CURLE_URL_MALFORMAT: return {FetchProblem::bad_url, "this is no web address"};
    case CURLE_UNSUPPORTED_PROTOCOL:
        if (text.find("HTTP/0.9") != text.npos)
            return {FetchProblem::io, "the answer is no HTTP"};
        return {FetchProblem::bad_url, "this is no web address"};
    case CURLE_COULDNT_RESOLVE_HOST:
        return {FetchProblem::dns, fmt::format("the name {} is not known", host_of_handle(handle))};
    case CURLE_COULDNT_RESOLVE_PROXY: return {FetchProblem::dns, "the name of the proxy is not known"};
    case CURLE_COULDNT_CONNECT:
        return {FetchProblem::connect, options.stand_in.empty()
                                           ? fmt::format("{} takes no connection", host_of_handle(handle))
                                           : fmt::format("the stand-in {} takes no connection", options.stand_in)};
    case CURLE_OPERATION_TIMEDOUT: return explain_timeout(handle, text, options, timeout);
    case CURLE_PEER_FAILED_VERIFICATION:
        return {FetchProblem::tls, fmt::format("the certificate is not valid: {}", without_prefix(text))};
    case CURLE_SSL_CACERT_BADFILE:
        return {FetchProblem::tls,
                fmt::format("the list of certificate authorities {} cannot be read", options.ca_file)};
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ENGINE_INITFAILED:
        return {FetchProblem::tls, fmt::format("no secure connection: {}", without_prefix(text))};
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM: return {FetchProblem::truncated, "the connection broke before the answer was complete"};
    case CURLE_GOT_NOTHING: return {FetchProblem::truncated, "the connection was closed without an answer"};
    case CURLE_WEIRD_SERVER_REPLY: return {FetchProblem::io, "the answer is no HTTP"};
    default: break;
    }
    auto const* general = curl_easy_strerror(static_cast<CURLcode>(code));
    return {FetchProblem::io, text.empty() ? std::string{general} : std::string{text}};
}

}  // namespace almanac
