#include "store/s3_working_file.hpp"

#include "json/json.hpp"
#include "store/posix.hpp"
#include "store/s3_error.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <utility>

namespace almanac {
namespace {

constexpr std::string_view json_type = "application/json";
constexpr std::string_view database_type = "application/vnd.sqlite3";  // IANA media types

std::string random_text()
{
    std::random_device device;
    return fmt::format("{:08x}{:08x}{:08x}{:08x}", device(), device(), device(), device());
}

/// Who has the place.
struct Claim {
    std::string run;
    absl::Time until = absl::InfinitePast();
};

/// A claim that cannot be read keeps nobody out.
Claim read_claim(std::string_view bytes)
{
    Claim claim;
    try {
        auto const value = read_json(bytes);
        if (auto const* const object = value.if_object()) {
            if (auto const* const run = object->if_contains("run"))
                claim.run = to_text(*run);
            auto const* const until = object->if_contains("until");
            if (until == nullptr || !absl::ParseTime(absl::RFC3339_sec, to_text(*until), &claim.until, nullptr))
                claim.until = absl::InfinitePast();
        }
    } catch (JsonError const&) {
        return {};
    }
    return claim;
}

std::string show(absl::Time time)
{
    return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", time, absl::UTCTimeZone());
}

std::filesystem::path make_temporary_folder()
{
    auto name = (std::filesystem::temp_directory_path() / "almanac-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw_store_error("create a folder for the catalog, as", name, errno);
    return name;
}

}  // namespace

S3WorkingFile::S3WorkingFile(S3Bucket& bucket, std::string path)
    : WorkingFile({}), m_bucket(bucket), m_path(std::move(path)), m_claim_path(m_path + ".claim"),
      m_nonce(random_text())
{
}

S3WorkingFile::~S3WorkingFile()
{
    release();
    std::error_code ignored;
    if (!m_folder.empty())
        std::filesystem::remove_all(m_folder, ignored);
}

std::string S3WorkingFile::claim_text(std::string_view run, absl::Time until) const
{
    return boost::json::serialize(boost::json::object{
        {"run", run}, {"until", absl::FormatTime(absl::RFC3339_sec, until, absl::UTCTimeZone())}, {"by", m_nonce}});
}

std::optional<std::string> S3WorkingFile::put_claim(std::string_view text, PutCondition const& condition)
{
    return m_bucket.put({m_claim_path, text, std::string{json_type}}, condition);
}

/// A service that does not know conditional writes may ignore the condition; then it would be no protection.
void S3WorkingFile::check_conditions_hold()
{
    PutCondition const never{.absent = false, .etag = "\"00000000000000000000000000000000\""};
    if (put_claim(claim_text("", absl::UnixEpoch()), never))
        throw_unconditional(m_bucket.place());
}

void S3WorkingFile::claim(std::string_view run, absl::Time until)
{
    if (!m_bucket.settings().conditional_writes)
        return;
    m_run = run;
    auto const there = m_bucket.get(m_claim_path);
    auto const held = there ? read_claim(there->bytes) : Claim{};
    bool const same = !run.empty() && held.run == run;
    auto const busy = [&](Claim const& by) {
        return StoreError{
            fmt::format("Another run{} is working with {}, until {} at the latest. Try again then. If you "
                        "know that it was killed, remove {}.",
                        by.run.empty() ? "" : fmt::format(", {},", by.run), to_text(m_bucket.place()), show(by.until),
                        to_text(m_bucket.place(), m_claim_path))};
    };
    if (held.until > m_bucket.now() && !same)
        throw busy(held);
    m_claim =
        put_claim(claim_text(run, until), there ? PutCondition{.etag = there->etag} : PutCondition{.absent = true});
    if (!m_claim) {
        auto const winner = m_bucket.get(m_claim_path);
        throw busy(winner ? read_claim(winner->bytes) : Claim{.run = {}, .until = until});
    }
    check_conditions_hold();
}

void S3WorkingFile::renew(absl::Time until)
{
    if (!m_claim)
        return;
    auto renewed = put_claim(claim_text(m_run, until), {.etag = *m_claim});
    if (!renewed) {
        m_claim.reset();
        throw StoreError{fmt::format("Another run has taken over {} in the meantime, because this one took longer than "
                                     "it had claimed, or was started twice. Nothing of this one was published.",
                                     to_text(m_bucket.place()))};
    }
    m_claim = std::move(renewed);
}

std::filesystem::path const& S3WorkingFile::path()
{
    if (!m_file.empty())
        return m_file;
    auto const object = m_bucket.get(m_path);
    m_folder = make_temporary_folder();
    m_file = m_folder / std::filesystem::path{m_path}.filename();
    if (object) {
        m_fetched = object->etag;
        write_file(m_file, object->bytes);
    }
    return m_file;
}

void S3WorkingFile::save()
{
    std::ifstream in{path(), std::ios::binary};
    std::string const bytes{std::istreambuf_iterator<char>{in}, {}};
    if (!in)
        throw_store_error("read", path(), errno);
    PutCondition condition;
    if (m_bucket.settings().conditional_writes)
        condition = {.absent = m_fetched.empty(), .etag = m_fetched};
    auto etag = m_bucket.put({m_path, bytes, std::string{database_type}}, condition);
    if (!etag)
        throw StoreError{fmt::format("Another run has stored {} in the meantime. It stays as that run left it; what "
                                     "this run has published is there too. The next run puts both together.",
                                     to_text(m_bucket.place(), m_path))};
    m_fetched = std::move(*etag);
}

/// Overwritten, not removed: only so is it certain that the claim is still ours.
void S3WorkingFile::release() noexcept
try {
    if (m_claim)
        (void)put_claim(claim_text("", absl::UnixEpoch()), {.etag = *m_claim});
    m_claim.reset();
} catch (std::exception const&) {
    // It ends by itself at its time.
}

}  // namespace almanac
