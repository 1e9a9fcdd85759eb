#include "fetch/warc_writer.hpp"

#include "config/error.hpp"
#include "fetch/content_coding.hpp"
#include "fetch/digest.hpp"
#include "fetch/http_message.hpp"
#include "fetch/redact.hpp"
#include "fetch/url.hpp"
#include "text/text.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <span>
#include <unistd.h>

namespace almanac {
namespace {

constexpr std::size_t max_decoded_bytes = 64U << 20U;

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

/// One gzip member (RFC 1952) without a time, so that the same bytes come out.
std::string gzip(std::string_view bytes)
{
    auto stream = z_stream{};
    constexpr int level = 9;
    constexpr int memory = 8;
    if (deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, memory, Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    auto out = std::string(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    // zlib takes a pointer to non-const and never writes through it.
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<Bytef const*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(out.size() - stream.avail_out);
    deflateEnd(&stream);
    return out;
}

void append_headers(std::string& out, Headers const& headers)
{
    for (auto const& [name, value] : headers)
        out += fmt::format("{}: {}\r\n", name, value);
    out += "\r\n";
}

/// The path and query of an address, as a request line has them.
std::string_view request_target(std::string_view url)
{
    auto const scheme = url.find("://");
    auto const path = scheme == url.npos ? url.npos : url.find('/', scheme + 3);
    return path == url.npos ? std::string_view{"/"} : url.substr(path, url.find('#') - path);
}

/// What a request shows to be secret: values that redaction takes out of its address and headers.
std::vector<std::string> secrets_of(Request const& request)
{
    auto found = std::vector<std::string>{};
    auto const query = std::string_view{request.url}.substr(std::min(request.url.find('?') + 1, request.url.size()));
    for (auto const parameter : split(query, '&')) {
        auto const shown = redact_form(parameter);
        if (shown.ends_with("=REDACTED") && shown != parameter)
            found.push_back(decode_url_part(parameter.substr(parameter.find('=') + 1)));
    }
    auto const shown = redact_request_headers(request.headers);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        if (shown[i] == request.headers[i])
            continue;
        auto const& value = request.headers[i].second;  // "Bearer abc": the last word is the secret
        found.emplace_back(value.substr(value.rfind(' ') + 1));
    }
    return found;
}

/// As it may be stored.
Exchange redact_exchange(Exchange exchange, std::vector<std::string> secrets)
{
    for (auto& secret : secrets_of(exchange.request))
        secrets.push_back(std::move(secret));

    auto& request = exchange.request;
    request.url = redact_secrets(redact_url(resolve_url({}, request.url)), secrets);
    if (lower_ascii(request.content_type).starts_with("application/x-www-form-urlencoded"))
        request.body = redact_form(request.body);
    request.body = redact_secrets(std::move(request.body), secrets);
    request.headers = redact_request_headers(std::move(request.headers));

    exchange.headers = redact_response_headers(std::move(exchange.headers));
    std::erase_if(exchange.headers, [](auto const& field) {  // not true of the stored message any more
        return equal_ignoring_case(field.first, "Transfer-Encoding") ||
               equal_ignoring_case(field.first, "Connection") || equal_ignoring_case(field.first, "Content-Length");
    });
    for (auto& [name, value] : exchange.headers)
        value = redact_secrets(std::move(value), secrets);

    auto decoder = ContentDecoder{header(exchange.headers, "Content-Encoding"), max_decoded_bytes};
    if (!secrets.empty() && decoder.feed(exchange.body) == Decoding::fine) {
        auto const plain = decoder.take();
        auto redacted = redact_secrets(plain, secrets);
        if (redacted != plain) {
            exchange.body = std::move(redacted);
            std::erase_if(exchange.headers,
                          [](auto const& field) { return equal_ignoring_case(field.first, "Content-Encoding"); });
        }
    }
    exchange.headers.emplace_back("Content-Length", std::to_string(exchange.body.size()));
    return exchange;
}

}  // namespace

struct WarcWriter::State {
    std::string path;
    std::string part;
    Clock const& clock;
    std::vector<std::string> secrets;
    std::unique_ptr<std::FILE, CloseFile> file;
    std::uint64_t records = 0;
    std::string error;

    [[nodiscard]] std::string date() const
    {
        return absl::FormatTime("%Y-%m-%d%ET%H:%M:%SZ", clock.now(), absl::UTCTimeZone());
    }

    std::string new_id(std::string_view type, std::string_view target, std::string_view block)
    {
        return fmt::format("<urn:uuid:{}>",
                           name_uuid(fmt::format("{} {} {} {}", records++, type, target, warc_digest(block))));
    }

    void write(std::string_view type, std::string_view id, Headers const& more, std::string_view block)
    {
        std::string record = "WARC/1.1\r\n";
        auto headers = Headers{{"WARC-Type", std::string{type}}, {"WARC-Record-ID", std::string{id}}};
        headers.emplace_back("WARC-Date", date());
        headers.insert(headers.end(), more.begin(), more.end());
        headers.emplace_back("WARC-Block-Digest", warc_digest(block));
        headers.emplace_back("Content-Length", std::to_string(block.size()));
        append_headers(record, headers);
        record += block;
        record += "\r\n\r\n";
        auto const bytes = gzip(record);
        if (error.empty() && std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size())
            fail();
    }

    void fail() { error = fmt::format("{}: the capture cannot be written: {}", path, std::strerror(errno)); }
};

WarcWriter::WarcWriter(std::string const& path, Clock const& clock, std::string_view software,
                       std::vector<std::string> secrets)
    : m_state(new State{path, path + ".part", clock, std::move(secrets), nullptr, 0, {}})
{
    auto& s = *m_state;
    s.file.reset(std::fopen(s.part.c_str(), "wbe"));
    if (!s.file)
        throw ConfigError{fmt::format("{}: the capture cannot be written: {}", s.path, std::strerror(errno))};
    auto const info = fmt::format("software: {}\r\nformat: WARC File Format 1.1\r\n"
                                  "conformsTo: http://iipc.github.io/warc-specifications/specifications/"
                                  "warc-format/warc-1.1/\r\n",
                                  software);
    s.write("warcinfo", s.new_id("warcinfo", "", info), {{"Content-Type", "application/warc-fields"}}, info);
}

WarcWriter::~WarcWriter()
{
    if (!m_state->file)
        return;
    m_state->file.reset();
    auto ignored = std::error_code{};
    std::filesystem::remove(m_state->part, ignored);
}

void WarcWriter::write(Exchange const& exchange)
{
    auto& s = *m_state;
    auto const shown = redact_exchange(exchange, s.secrets);
    auto const& request = shown.request;

    auto asked = fmt::format("{} {} HTTP/1.1\r\n", request.method, request_target(request.url));
    append_headers(asked, request.headers);
    asked += request.body;
    auto answered = fmt::format("HTTP/1.1 {} {}\r\n", shown.status, reason_phrase(shown.status));
    append_headers(answered, shown.headers);
    answered += shown.body;

    auto const request_id = s.new_id("request", request.url, asked);
    auto const response_id = s.new_id("response", request.url, answered);
    s.write("request", request_id,
            {{"WARC-Target-URI", request.url},
             {"WARC-Concurrent-To", response_id},
             {"WARC-Payload-Digest", warc_digest(request.body)},
             {"Content-Type", "application/http; msgtype=request"}},
            asked);
    auto more = Headers{{"WARC-Target-URI", request.url},
                        {"WARC-Payload-Digest", warc_digest(shown.body)},
                        {"Content-Type", "application/http; msgtype=response"}};
    if (!shown.truncated.empty())
        more.emplace_back("WARC-Truncated", shown.truncated);
    s.write("response", response_id, more, answered);
}

std::string WarcWriter::finish()
{
    auto& s = *m_state;
    if (!s.file)
        return s.error;
    if (s.error.empty() && (std::fflush(s.file.get()) != 0 || fsync(fileno(s.file.get())) != 0))
        s.fail();
    s.file.reset();
    auto code = std::error_code{};
    if (!s.error.empty()) {
        std::filesystem::remove(s.part, code);
        return s.error;
    }
    std::filesystem::rename(s.part, s.path, code);
    if (code)
        s.error = fmt::format("{}: the capture cannot be written: {}", s.path, code.message());
    return s.error;
}

}  // namespace almanac
