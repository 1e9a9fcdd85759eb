#include "aws/http.hpp"

#include "fetch/address.hpp"
#include "fetch/ca_file.hpp"
#include "fetch/http_message.hpp"
#include "fetch/transfer_error.hpp"
#include "fetch/url.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace almanac {
namespace {

struct CloseEasy {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using List = std::unique_ptr<curl_slist, FreeList>;

void append(List& list, std::string const& line)
{
    auto* const longer = curl_slist_append(list.get(), line.c_str());
    static_cast<void>(list.release());
    list.reset(longer);
}

/// libcurl adds what it thinks fit for a form; a service must see exactly what was signed.
List header_lines(Headers const& headers)
{
    List list;
    for (auto const& [name, value] : headers) {
        auto line = value.empty() ? fmt::format("{};", name) : fmt::format("{}: {}", name, value);
        std::erase_if(line, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });  // no further header
        append(list, line);
    }
    for (std::string_view const name : {"Accept", "Content-Type", "Expect"}) {
        if (header(headers, name).empty())
            append(list, fmt::format("{}:", name));
    }
    return list;
}

bool is_direct(std::string_view url)
{
    auto const host = host_of(url);
    auto address = std::string_view{host};
    if (address.starts_with('[') && address.ends_with(']'))
        address = address.substr(1, address.size() - 2);
    auto const kind = forbidden_kind(address);
    return address == "localhost" || address.ends_with(".localhost") || (!kind.empty() && kind != "unknown");
}

/// What one call takes in.
struct Answer {
    HttpResponse response;
    std::size_t header_bytes = 0;
    std::size_t max_body_bytes = 0;

    static std::size_t take_header(char* bytes, std::size_t, std::size_t size, void* self)
    {
        return static_cast<Answer*>(self)->on_header({bytes, size}) ? size : 0;
    }

    static std::size_t take_body(char* bytes, std::size_t, std::size_t size, void* self)
    {
        return static_cast<Answer*>(self)->on_body({bytes, size}) ? size : 0;
    }

    bool on_header(std::string_view line)
    {
        header_bytes += line.size();
        if (header_bytes > max_header_bytes) {
            response.problem = fmt::format("stopped at {} of headers", show_size(max_header_bytes));
            return false;
        }
        if (line.starts_with("HTTP/")) {  // also after "100 Continue"
            response.status = read_http_status(line);
            response.headers.clear();
        } else if (auto field = read_header_line(line); !field.first.empty()) {
            response.headers.push_back(std::move(field));
        }
        return true;
    }

    bool on_body(std::string_view bytes)
    {
        if (response.body.size() + bytes.size() > max_body_bytes) {
            response.problem = fmt::format("stopped at {}", show_size(max_body_bytes));
            return false;
        }
        response.body += bytes;
        return true;
    }
};

}  // namespace

struct HttpClient::State {
    HttpOptions options;
    std::unique_ptr<CURL, CloseEasy> easy{curl_easy_init()};
    std::array<char, CURL_ERROR_SIZE> error_text{};

    template <typename Value>
    void set(CURLoption option, Value value)
    {
        curl_easy_setopt(easy.get(), option, value);
    }

    void set_connection(HttpRequest const& request)
    {
        auto const limit = [](absl::Duration time) {
            return std::max(1L, static_cast<long>(absl::ToInt64Milliseconds(time)));
        };
        set(CURLOPT_CONNECTTIMEOUT_MS, limit(std::min(options.connect_timeout, request.timeout)));
        set(CURLOPT_TIMEOUT_MS, request.timeout == absl::InfiniteDuration() ? 0L : limit(request.timeout));
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(CURLOPT_CAINFO, options.ca_file.c_str());
        set(CURLOPT_CAPATH, static_cast<char const*>(nullptr));
        set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        set(CURLOPT_HTTP09_ALLOWED, 0L);
        set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_TCP_NODELAY, 1L);
        set(CURLOPT_QUICK_EXIT, 1L);
        if (is_direct(request.url))
            set(CURLOPT_PROXY, "");
    }

    void set_request(HttpRequest const& request, curl_slist* headers)
    {
        set(CURLOPT_URL, request.url.c_str());
        set(CURLOPT_PATH_AS_IS, 1L);  // keys of S3 may hold "../"
        set(CURLOPT_HTTPHEADER, headers);
        if (request.method == "HEAD") {
            set(CURLOPT_NOBODY, 1L);
        } else if (request.method != "GET") {
            set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
            if (!request.body.empty() || request.method != "DELETE") {
                set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
                set(CURLOPT_POSTFIELDS, request.body.empty() ? "" : request.body.data());
            }
        }
    }

    HttpResponse perform(HttpRequest const& request)
    {
        curl_easy_reset(easy.get());  // keeps connections
        error_text.fill('\0');
        auto const headers = header_lines(request.headers);
        auto answer = Answer{.response = {}, .max_body_bytes = options.max_body_bytes};
        set(CURLOPT_ERRORBUFFER, error_text.data());
        set(CURLOPT_HEADERFUNCTION, &Answer::take_header);
        set(CURLOPT_HEADERDATA, &answer);
        set(CURLOPT_WRITEFUNCTION, &Answer::take_body);
        set(CURLOPT_WRITEDATA, &answer);
        set_connection(request);
        set_request(request, headers.get());
        auto const code = curl_easy_perform(easy.get());
        if (code != CURLE_OK && answer.response.problem.empty())
            answer.response.problem = explain(code, request.timeout);
        return std::move(answer.response);
    }

    std::string explain(CURLcode code, absl::Duration timeout)
    {
        FetchOptions words;
        words.connect_timeout = options.connect_timeout;
        words.request_timeout = timeout;
        auto message = explain_failure(easy.get(), code, error_text.data(), words, timeout).message;
        return message.empty() ? std::string{curl_easy_strerror(code)} : message;
    }
};

HttpClient::HttpClient(HttpOptions options) : m_state(std::make_unique<State>())
{
    m_state->options = std::move(options);
    if (m_state->options.ca_file.empty())
        m_state->options.ca_file = find_ca_file();
}

HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

HttpResponse HttpClient::send(HttpRequest const& request)
{
    return m_state->perform(request);
}

}  // namespace almanac
