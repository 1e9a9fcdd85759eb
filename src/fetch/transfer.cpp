#include "fetch/transfer.hpp"

#include "fetch/address.hpp"
#include "fetch/content_coding.hpp"
#include "fetch/http_message.hpp"
#include "fetch/redirect.hpp"
#include "fetch/transfer_error.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unistd.h>
#include <utility>

namespace almanac {
namespace {

struct CloseEasy {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

long milliseconds(absl::Duration duration)
{
    return std::max(1L, static_cast<long>(absl::ToInt64Milliseconds(duration)));
}

}  // namespace

struct Transfer::State {
    FetchOptions const& options;
    TransferPlan plan;
    std::unique_ptr<CURL, CloseEasy> easy;
    std::unique_ptr<curl_slist, FreeList> header_lines;
    std::unique_ptr<curl_slist, FreeList> connect_to;  ///< with a stand-in only
    std::array<char, CURL_ERROR_SIZE> error_text{};

    Headers sent;
    int status = 0;
    Headers headers;
    std::size_t header_bytes = 0;
    std::optional<ContentDecoder> decoder;
    std::size_t raw_bytes = 0;
    std::string raw;  ///< only where it is to be recorded

    TransferFailure failure;      ///< why we stopped it ourselves
    std::string refused_address;  ///< "127.0.0.1 is loopback, which ..."

    State(FetchOptions const& o, TransferPlan p) : options(o), plan(std::move(p)) {}

    template <typename Value>
    void set(CURLoption option, Value value)
    {
        curl_easy_setopt(easy.get(), option, value);
    }

    void add_header(std::string_view name, std::string_view value)
    {
        auto line = fmt::format("{}: {}", name, value);
        std::erase_if(line, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });  // no further header
        auto* list = curl_slist_append(header_lines.get(), line.c_str());
        static_cast<void>(header_lines.release());
        header_lines.reset(list);
        sent.emplace_back(name, value);
    }

    void set_limits()
    {
        set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(std::min(options.connect_timeout, plan.timeout)));
        set(CURLOPT_TIMEOUT_MS, milliseconds(plan.timeout));
        set(CURLOPT_LOW_SPEED_LIMIT, 1L);
        set(CURLOPT_LOW_SPEED_TIME, std::max(1L, static_cast<long>(absl::ToInt64Seconds(options.stall_timeout))));
    }

    void set_safety()
    {
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(CURLOPT_CAINFO, options.ca_file.c_str());
        set(CURLOPT_CAPATH, static_cast<char const*>(nullptr));
        set(CURLOPT_PROXY, options.stand_in.empty() ? options.proxy.c_str() : "");  // empty: nor the environment's
        set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        set(CURLOPT_OPENSOCKETFUNCTION, &State::open_socket);
        set(CURLOPT_OPENSOCKETDATA, this);
        set(CURLOPT_PREREQFUNCTION, &State::before_request);
        set(CURLOPT_PREREQDATA, this);
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_QUICK_EXIT, 1L);  // a name server that does not answer must not hold up the end
        set(CURLOPT_HTTP09_ALLOWED, 0L);
    }

    /// The stand-in speaks plain HTTP whatever the page's own scheme; path and Host stay (CURLOPT_CONNECT_TO).
    void ask_stand_in()
    {
        auto const& url = plan.request.url;
        set(CURLOPT_URL, ("http" + url.substr(url.find(':'))).c_str());
        connect_to.reset(curl_slist_append(nullptr, ("::" + options.stand_in).c_str()));
        set(CURLOPT_CONNECT_TO, connect_to.get());
    }

    void set_request()
    {
        auto const& request = plan.request;
        if (options.stand_in.empty())
            set(CURLOPT_URL, request.url.c_str());
        else
            ask_stand_in();
        set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
        if (request.method == "HEAD") {
            set(CURLOPT_NOBODY, 1L);
        } else if (request.method != "GET") {
            set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
            set(CURLOPT_POSTFIELDS, request.body.c_str());
        }
        auto const own = [&](std::string_view name) { return !header(request.headers, name).empty(); };
        if (!own("User-Agent"))
            add_header("User-Agent", options.user_agent);
        if (!own("Accept"))
            add_header("Accept", "*/*");
        if (!own("Accept-Encoding"))
            add_header("Accept-Encoding", accepted_codings);
        if (request.method != "GET" && request.method != "HEAD" && !request.content_type.empty())
            add_header("Content-Type", request.content_type);
        if (!plan.etag.empty())
            add_header("If-None-Match", plan.etag);
        else if (!plan.last_modified.empty())
            add_header("If-Modified-Since", plan.last_modified);
        for (auto const& [name, value] : request.headers)
            add_header(name, value);
        auto* list = curl_slist_append(header_lines.get(), "Expect:");  // libcurl would wait a second for 100
        static_cast<void>(header_lines.release());
        header_lines.reset(list);
        set(CURLOPT_HTTPHEADER, header_lines.get());
    }

    bool stop(FetchProblem problem, std::string what)
    {
        if (failure.problem == FetchProblem::none)
            failure = {problem, std::move(what)};
        return false;
    }

    bool allowed(std::string_view kind, std::string_view address, int port)
    {
        if (!options.stand_in.empty()) {
            bool const v6 = address.find(':') != address.npos;
            auto const peer = v6 ? fmt::format("[{}]:{}", address, port) : fmt::format("{}:{}", address, port);
            return peer == options.stand_in || refuse(fmt::format("{} is not the stand-in", peer));
        }
        return kind.empty() || plan.allow_private || !options.proxy.empty() ||
               refuse(fmt::format("{} is {}, which is not allowed (allow_private)", address, kind));
    }

    bool refuse(std::string what)
    {
        refused_address = std::move(what);
        return false;
    }

    /// The address is known, nothing is sent yet: the first check (of each address that a name has).
    static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address)
    {
        auto& state = *static_cast<State*>(self);
        if (purpose != CURLSOCKTYPE_IPCXN ||
            !state.allowed(forbidden_kind(address->addr), to_string(address->addr), port_of(address->addr)))
            return CURL_SOCKET_BAD;
        return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    }

    /// Connected, nothing is sent yet: the second check, which also sees connections that are used again.
    static int before_request(void* self, char* address, char*, int port, int)
    {
        auto& state = *static_cast<State*>(self);
        return state.allowed(forbidden_kind(std::string_view{address}), address, port) ? CURL_PREREQFUNC_OK
                                                                                       : CURL_PREREQFUNC_ABORT;
    }

    static std::size_t take_header(char* bytes, std::size_t, std::size_t size, void* self)
    {
        return static_cast<State*>(self)->on_header({bytes, size}) ? size : 0;
    }

    static std::size_t take_body(char* bytes, std::size_t, std::size_t size, void* self)
    {
        return static_cast<State*>(self)->on_body({bytes, size}) ? size : 0;
    }

    bool on_header(std::string_view line)
    {
        header_bytes += line.size();
        if (header_bytes > max_header_bytes)
            return stop(FetchProblem::too_large, fmt::format("stopped at {} KB of headers", max_header_bytes >> 10U));
        if (line.starts_with("HTTP/")) {  // also after "100 Continue"
            status = read_http_status(line);
            headers.clear();
        } else if (auto field = read_header_line(line); !field.first.empty()) {
            headers.push_back(std::move(field));
        }
        return true;
    }

    bool on_body(std::string_view bytes)
    {
        if (!decoder)
            decoder.emplace(header(headers, "Content-Encoding"), plan.max_body_bytes);
        raw_bytes += bytes.size();
        if (options.record)
            raw += bytes;
        auto decoding = decoder->feed(bytes);
        if (decoding == Decoding::fine && raw_bytes > plan.max_body_bytes)
            decoding = Decoding::too_large;
        return decoding == Decoding::fine || stop_for(decoding);
    }

    bool stop_for(Decoding decoding)
    {
        if (decoding == Decoding::too_large)
            return stop(FetchProblem::too_large, fmt::format("stopped at {}", show_size(plan.max_body_bytes)));
        if (decoding == Decoding::truncated)
            return stop(FetchProblem::truncated, "the compressed answer was cut off");
        return stop(FetchProblem::io, fmt::format("the answer is damaged: its {} data cannot be decoded",
                                                  header(headers, "Content-Encoding")));
    }
};

Transfer::Transfer(FetchOptions const& options, TransferPlan plan)
    : m_state(std::make_unique<State>(options, std::move(plan)))
{
    auto& s = *m_state;
    s.easy.reset(curl_easy_init());
    s.set(CURLOPT_ERRORBUFFER, s.error_text.data());
    s.set(CURLOPT_HEADERFUNCTION, &State::take_header);
    s.set(CURLOPT_HEADERDATA, &s);
    s.set(CURLOPT_WRITEFUNCTION, &State::take_body);
    s.set(CURLOPT_WRITEDATA, &s);
    s.set_limits();
    s.set_safety();
    s.set_request();
}

Transfer::~Transfer() = default;

void* Transfer::handle() const
{
    return m_state->easy.get();
}

TransferResult Transfer::finish(int code)
{
    auto& s = *m_state;
    if (code == CURLE_OK && s.decoder) {
        if (auto const decoding = s.decoder->finish(); decoding != Decoding::fine)
            s.stop_for(decoding);
    }
    if (code != CURLE_OK && s.failure.problem == FetchProblem::none) {
        if (!s.refused_address.empty())
            s.failure = {FetchProblem::forbidden_address, fmt::format("the address {}", s.refused_address)};
        else
            s.failure = explain_failure(s.easy.get(), code, s.error_text.data(), s.options, s.plan.timeout);
    }

    auto result = TransferResult{};
    curl_off_t microseconds = 0;
    curl_easy_getinfo(s.easy.get(), CURLINFO_TOTAL_TIME_T, &microseconds);
    result.took = absl::Microseconds(microseconds);
    result.status = s.status;
    result.problem = s.failure.problem;
    result.message = std::move(s.failure.message);
    if (s.decoder && (result.problem == FetchProblem::none || result.problem == FetchProblem::too_large))
        result.body = s.decoder->take();
    if (s.options.record && s.status != 0) {
        auto& exchange = result.exchange;
        auto const origin = origin_of(s.plan.request.url);
        exchange.request = s.plan.request;
        exchange.request.headers = std::move(s.sent);
        exchange.request.headers.insert(exchange.request.headers.begin(),
                                        {"Host", origin.substr(origin.find("//") + 2)});
        exchange.status = s.status;
        exchange.headers = s.headers;
        if (result.problem == FetchProblem::none)
            exchange.body = std::move(s.raw);
        else
            exchange.truncated = result.problem == FetchProblem::too_large ? "length"
                                 : result.problem == FetchProblem::timeout ? "time"
                                                                           : "disconnect";
    }
    result.headers = std::move(s.headers);
    return result;
}

}  // namespace almanac
