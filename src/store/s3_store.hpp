#pragma once

#include "store/s3_bucket.hpp"

#include <memory>

namespace almanac {

/// A bucket, or what is below a prefix of one, of S3 or any service that speaks like it. A set of files becomes visible
/// object by object, as a bucket has neither links nor transactions, but the time in which readers see some of the new
/// ones is short: each file is uploaded once, in the order of the set; one whose bytes are there already (the files of
/// `latest/`, which come after the dated ones) is copied by the service. Killed during the uploads, `latest/` is as it
/// was. Killed during the copies, some files of `latest/` are new and the rest old, and `latest/run.json`, the last
/// copy, is the old one and names the old files with their SHA-256; the next run that publishes puts all of it right.
class S3Store final : public Store {
public:
    S3Store(S3Place place, S3Settings settings, Environment environment, S3Options options = {});

    void put(StoredFile const& file) override;
    void put_together(std::string_view set, std::span<StoredFile const> files,
                      std::span<std::string const> removed) override;
    [[nodiscard]] std::optional<std::string> get(std::string_view path) override;
    [[nodiscard]] std::vector<StoredEntry> entries(std::string_view prefix) override;
    void remove(std::string_view path) override;
    [[nodiscard]] std::unique_ptr<WorkingFile> working_file(std::string_view path) override;
    [[nodiscard]] StoreLink link(std::string_view path, absl::Duration lifetime) override;

private:
    S3Bucket m_bucket;
};

}  // namespace almanac
