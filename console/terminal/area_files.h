// The texts of a demonstration area's configuration files, and who takes part in it.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace concordat::console {

inline constexpr std::string_view demo_area = "E09000002";  // Barking and Dagenham
inline constexpr std::string_view demo_log_origin = "log.lbbd.concordat.example";
inline constexpr std::size_t demo_quorum = 2;

struct DemoAgency {
  std::string_view kind;
  std::string_view id;
  std::string_view name;
  std::string_view duty_contact;
  std::string_view purpose;  // of what it sends, where nothing else says
};
inline constexpr std::array<DemoAgency, 5> demo_agencies{{
    {"council", "council/lbbd", "London Borough of Barking and Dagenham", "020 7946 0011", "safeguarding-mash"},
    {"police", "police/met", "Metropolitan Police Service", "020 7946 0021", "safeguarding-mash"},
    {"nhs", "nhs/nelft", "North East London NHS Foundation Trust", "020 7946 0031", "safeguarding-mash"},
    {"school", "school/eastbury", "Eastbury Community School", "020 7946 0041", "channel-referral"},
    {"probation", "probation/london", "London Probation", "020 7946 0051", "safeguarding-mash"},
}};

struct DemoApprover {
  std::string_view name;
  std::string_view agency;
};
inline constexpr std::array<DemoApprover, 4> demo_approvers{{
    {"amina-council", "council/lbbd"}, {"ben-police", "police/met"}, {"chidi-nhs", "nhs/nelft"}, {"dilys-probation", "probation/london"}}};

// Who acts in the area: each has a folder under people/, whose key opens with demo_passphrase. Those of demo_approvers sign with the
// same key as approvers do.
struct DemoPerson {
  std::string_view id;
  std::string_view name;
  std::string_view agency;
  std::string_view roles;   // with spaces between
  std::string_view titles;
};
inline constexpr std::string_view demo_passphrase = "demonstration";
inline constexpr std::array<DemoPerson, 8> demo_people{{
    {"amina-council", "Amina Khan", "council/lbbd", "approver administrator", "siro"},
    {"bola-council", "Bola Adeyemi", "council/lbbd", "administrator igOfficer", ""},
    {"ben-police", "Ben Okafor", "police/met", "approver", "siro"},
    {"imani-police", "Imani Clarke", "police/met", "igOfficer operator", ""},
    {"chidi-nhs", "Chidi Eze", "nhs/nelft", "approver", "siro"},
    {"nadia-nhs", "Nadia Haque", "nhs/nelft", "approver igOfficer", "caldicottGuardian"},
    {"dilys-probation", "Dilys Morgan", "probation/london", "approver igOfficer", ""},
    {"esther-school", "Esther Boateng", "school/eastbury", "approver administrator igOfficer", ""},
}};

struct DemoOfficer {
  std::string_view name;
  std::string_view role;
};
inline constexpr std::array<DemoOfficer, 2> demo_officers{{{"ig-officer", "igOfficer"}, {"operator", "operator"}}};

std::string endpoint(unsigned port);  // on loopback
std::string broker_toml(unsigned port);
std::string adapter_toml(const DemoAgency& agency, unsigned port);
struct AreaOfficer {
  std::string_view name;
  std::string broker_key;  // Z85
  std::string log_key;     // hexadecimal
};
std::string officer_toml(const AreaOfficer& officer, unsigned port);

}  // namespace concordat::console
