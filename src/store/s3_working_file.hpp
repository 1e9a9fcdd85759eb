#pragma once

#include "store/s3_bucket.hpp"

#include <optional>
#include <string>

namespace almanac {

/// An object that is worked with as a file below TMPDIR, and stored again only if nobody else has stored one since it
/// was fetched (If-Match). So that a second run does not find that out after an hour of reading, a run claims the
/// place first, with an object beside the file (almanac.db.claim) that says which run has it, and until when: a run
/// that is killed keeps others out until the time it would have ended at the latest. Both need conditional writes; a
/// store without them is refused, unless the settings say that no two runs overlap.
class S3WorkingFile final : public WorkingFile {
public:
    /// The bucket has to live longer.
    S3WorkingFile(S3Bucket& bucket, std::string path);
    /// Gives the claim back and removes the copy.
    ~S3WorkingFile() override;

    void claim(std::string_view run, absl::Time until) override;
    void renew(absl::Time until) override;
    std::filesystem::path const& path() override;
    void save() override;

private:
    [[nodiscard]] std::string claim_text(std::string_view run, absl::Time until) const;
    [[nodiscard]] std::optional<std::string> put_claim(std::string_view text, PutCondition const& condition);
    void check_conditions_hold();
    void release() noexcept;

    S3Bucket& m_bucket;
    std::string m_path;
    std::string m_claim_path;
    std::filesystem::path m_folder;
    std::string m_fetched;               ///< ETag of what was fetched; empty: there was nothing
    std::string m_run;                   ///< of the claim
    std::string m_nonce;                 ///< tells our claim from all others
    std::optional<std::string> m_claim;  ///< ETag of our claim
};

}  // namespace almanac
