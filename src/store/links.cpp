#include "store/links.hpp"

#include "aws/sigv4.hpp"
#include "json/json.hpp"
#include "store/publish.hpp"

#include <algorithm>
#include <utility>

namespace almanac {

std::vector<std::string> files_to_hand_over(Store& store)
{
    auto const manifest = store.get(latest_manifest);
    std::vector<std::string> files = manifest ? files_of_manifest(*manifest) : std::vector<std::string>{};
    std::erase_if(files, [](std::string const& path) { return !path.ends_with(".csv") && !path.ends_with(".html"); });
    if (files.empty())
        throw StoreError{"Nothing is published there yet (there is no latest/run.json): `almanac run` publishes."};
    return files;
}

Links make_links(Store& store, std::span<std::string const> paths, absl::Duration lifetime)
{
    if (lifetime < absl::Seconds(1) || lifetime > longest_presign)
        throw StoreError{"A link lives from 1 second to 7 days: S3 takes no signature that is older. For longer, make "
                         "the links anew, or let a web server show the files."};
    Links links{.files = {}, .expires = absl::InfiniteFuture()};
    for (auto const& path : paths) {
        auto link = store.link(path, lifetime);
        links.expires = std::min(links.expires, link.expires);
        links.shortened = links.shortened || link.shortened;
        links.may_end_sooner = links.may_end_sooner || link.may_end_sooner;
        links.files.push_back({path, std::move(link.url)});
    }
    return links;
}

}  // namespace almanac
