// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Curator } from "../types/Curator.sol";

/// @title Datanets, their contributions, versions and grants
/// @notice Holds commitments only: content never reaches the chain. A Datanet is an ERC-721 whose token is
/// `uint256(datanetId)`; whoever owned it at a receipt's time gets the owner's part of that call's income.
/// Views answer zeros for what does not exist; they never revert, those of ERC-721 aside. Answers for a time (`…At`)
/// are final once that time lies before the newest block's.
interface IDatanetRegistry {
    /// @notice A domain data network. All but the owner and the last two fields are fixed at creation.
    struct Datanet {
        /// Publishes versions, names curators and grants access; with the curators takes `curatorRateBps` of each record's
        /// income. The token's owner now.
        address owner;
        /// Receives the data part of calls in which no record passed (method flat).
        address treasury;
        uint16 curatorRateBps;
        uint64 createdAt;
        bytes32 termsHash;
        bytes32 metadataHash;
        /// Root of the newest version, 0 before the first.
        bytes32 latestRoot;
        /// Number of the newest version.
        uint64 versionCount;
    }

    /// @notice An immutable set of accepted records.
    struct Version {
        bytes32 datanetId;
        /// 1 for the Datanet's first version; 0 means that the root is unknown.
        uint64 number;
        uint32 count;
        bytes32 dataHash;
    }

    /// @notice A model developer's right to train on and retrieve from a Datanet.
    struct Grant {
        bytes32 termsHash;
        /// Last second at which the grant holds; 0 means none or revoked.
        uint64 expiry;
        /// Least `split.data` of a model that uses the Datanet.
        uint16 minDataShareBps;
        /// Least output price of such a model, wei per token.
        uint128 minOutputPrice;
        /// What the developer pays (`ITrainingFees`) for each version it trains on, wei; 0 for nothing.
        uint128 trainingFee;
    }

    /// @notice What one account may register in a Datanet; 0 for no limit.
    struct Limits {
        uint32 recordsInAll;
        /// By the day of the block's time, UTC.
        uint32 recordsADay;
    }

    /// @notice The licence under which records are contributed and used.
    struct Licence {
        /// As SPDX names it, or a name of the owner's own; empty before the first `setLicence`.
        string name;
        /// keccak of the licence text.
        bytes32 termsHash;
        /// Unix seconds.
        uint64 since;
    }

    event DatanetCreated(
        bytes32 indexed datanetId,
        address indexed owner,
        string slug,
        address treasury,
        uint16 curatorRateBps,
        bytes32 termsHash,
        bytes32 metadataHash
    );
    /// @notice The token went to another owner (besides ERC-721's `Transfer`).
    event DatanetTransferred(bytes32 indexed datanetId, address indexed from, address indexed to);
    /// @notice The list replaces the one before.
    event CuratorsSet(bytes32 indexed datanetId, Curator[] curators);
    event LimitsSet(bytes32 indexed datanetId, uint32 recordsInAll, uint32 recordsADay);
    event LicenceSet(bytes32 indexed datanetId, string name, bytes32 termsHash);
    /// @notice The contributor wants these records in no new version.
    event RecordsRevoked(bytes32 indexed datanetId, address indexed contributor, bytes32[] commitments);
    /// @notice `commitments` in the order that the contributor signed.
    event ContributionRegistered(
        bytes32 indexed contributionId,
        bytes32 indexed datanetId,
        address indexed contributor,
        bytes32 root,
        bytes32[] commitments
    );
    event VersionPublished(
        bytes32 indexed datanetId,
        bytes32 indexed root,
        uint64 indexed number,
        uint32 count,
        bytes32 dataHash,
        bytes32 previousRoot
    );
    event AccessRequested(bytes32 indexed datanetId, address indexed developer, bytes32 termsHash);
    event AccessGranted(
        bytes32 indexed grantId,
        bytes32 indexed datanetId,
        address indexed developer,
        bytes32 termsHash,
        uint64 expiry,
        uint16 minDataShareBps,
        uint128 minOutputPrice,
        uint128 trainingFee
    );
    event AccessRevoked(bytes32 indexed grantId, bytes32 indexed datanetId, address indexed developer);

    /// @notice The caller's Datanet with this slug is already there; its id is `datanetId`.
    error DatanetExists(bytes32 datanetId);
    error UnknownDatanet(bytes32 datanetId);
    error NotDatanetOwner(bytes32 datanetId, address caller);
    /// @notice The slug is empty or longer than 64 bytes.
    error BadSlug();
    error CuratorRateTooHigh(uint16 rateBps, uint16 maximum);
    error ZeroAddress();
    error ZeroHash();
    /// @notice A contribution holds 1 to `maximum` commitments.
    error BadCommitmentCount(uint256 count, uint256 maximum);
    error ContributionExpired(uint256 deadline);
    /// @notice This very batch is already registered: nothing is left to do.
    error ContributionExists(bytes32 contributionId);
    /// @notice The signature is malformed, malleable or not the contributor's, and its code (ERC-1271), if it has any,
    /// does not take it either.
    error BadContributionSignature();
    /// @notice `previousRoot` is not the Datanet's newest version.
    error NotLatestVersion(bytes32 latestRoot, bytes32 previousRoot);
    /// @notice The root is already published, by this or another Datanet.
    error VersionExists(bytes32 root);
    /// @notice A version holds at least one record.
    error EmptyVersion();
    error GrantExpired(uint64 expiry);
    error ShareAboveWhole(uint16 minDataShareBps);
    error UnknownGrant(bytes32 grantId);
    /// @notice The account would have `count` records registered in all or that day, more than the Datanet's limit.
    error AboveAccountLimit(address contributor, uint256 count, uint32 limit);
    /// @notice The licence's name is empty or longer than 64 bytes.
    error BadLicence();
    error TooManyCurators(uint256 count, uint256 maximum);
    /// @notice A curator comes twice.
    error CuratorTwice(address account);
    /// @notice The curators' parts sum to more than 10,000.
    error CuratorsAboveWhole(uint256 totalBps);

    /// @notice Creates the caller's Datanet.
    /// @param slug Short name, 1–64 bytes, unique for its owner.
    /// @param treasury Receives unattributed data parts.
    /// @param curatorRateBps Part of each record's income for owner and curators, ≤ 2,000.
    /// @param termsHash keccak of the licence text.
    /// @param metadataHash keccak of the canonical JSON that describes the Datanet.
    /// @return datanetId keccak(abi.encode(chainId, creator, slug))
    function create(
        string calldata slug,
        address treasury,
        uint16 curatorRateBps,
        bytes32 termsHash,
        bytes32 metadataHash
    ) external returns (bytes32 datanetId);

    /// @notice Names the Datanet's curators from this block on, instead of those before; owner only.
    /// @param curators At most 8 accounts, each once; parts of the rate part, ≤ 10,000 in all, the rest is the owner's.
    function setCurators(bytes32 datanetId, Curator[] calldata curators) external;

    /// @notice Limits what one account registers from now on, what it registered before counted; owner only.
    function setLimits(bytes32 datanetId, Limits calldata limits) external;

    /// @notice Puts what is contributed, and granted, from now on under a licence; owner only. What was registered before
    /// stays under the licence of its time.
    /// @param name 1–64 bytes.
    /// @param termsHash keccak of the licence text.
    function setLicence(bytes32 datanetId, string calldata name, bytes32 termsHash) external;

    /// @notice Registers a contributor's batch before its content is uploaded. Anyone may send it.
    /// @param commitments In the order that the contributor signed, 1–1,024 of them.
    /// @param deadline Last second at which the signature holds.
    /// @param signature Over `Contribution(datanetId, contributor, root, count, deadline)`: 65 bytes with low s of the
    /// contributor's key, or what the contributor's code takes (ERC-1271). A key signs for its account whatever code the
    /// account has (EIP-7702).
    /// @return contributionId keccak(abi.encode(datanetId, contributor, root))
    function registerContribution(
        bytes32 datanetId,
        address contributor,
        bytes32[] calldata commitments,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes32 contributionId);

    /// @notice Says that the caller's records shall stay out of new versions. Published versions, and what models that were
    /// trained on them earn for the records, stay.
    /// @param commitments 1–1,024 of them.
    function revokeRecords(bytes32 datanetId, bytes32[] calldata commitments) external;

    /// @notice Publishes the Datanet's next version; owner only.
    /// @dev A root belongs to whoever publishes it first. An owner whose root was taken by somebody who watched the
    /// mempool publishes another set of records; models name versions by root, so nobody can move a published one.
    /// @param root Root of the version tree, not 0 and never published before.
    /// @param count Records in the version, ≥ 1.
    /// @param dataHash keccak of the published list of the version's records.
    /// @param previousRoot Root of the newest version, 0 for the first.
    function publishVersion(bytes32 datanetId, bytes32 root, uint32 count, bytes32 dataHash, bytes32 previousRoot)
        external;

    /// @notice Says in public that the caller wants access under these terms.
    function requestAccess(bytes32 datanetId, bytes32 termsHash) external;

    /// @notice Grants or replaces a developer's access; owner only.
    /// @param expiry Last second at which it holds, in the future.
    /// @param minDataShareBps ≤ 10,000
    /// @param minOutputPrice Wei per output token.
    /// @param trainingFee Wei of OPEN for each version trained on; 0 for nothing.
    function grantAccess(
        bytes32 datanetId,
        address developer,
        bytes32 termsHash,
        uint64 expiry,
        uint16 minDataShareBps,
        uint128 minOutputPrice,
        uint128 trainingFee
    ) external;

    /// @notice Ends a grant at once; owner only. Registered models stay, new ones and new prices are refused.
    function revokeAccess(bytes32 datanetId, address developer) external;

    /// @notice The Datanet, all zeros when it does not exist.
    function datanetOf(bytes32 datanetId) external view returns (Datanet memory);

    /// @notice The owner after all transfers with block time ≤ `time`; zero before the Datanet's creation.
    function ownerAt(bytes32 datanetId, uint64 time) external view returns (address);

    /// @notice The curators after all changes with block time ≤ `time`, in the order in which the owner named them.
    function curatorsAt(bytes32 datanetId, uint64 time) external view returns (Curator[] memory);

    /// @notice The dispute that froze a record's income at `time`; 0 for none. A commitment alone does not say whose it
    /// is, anyone can register it again: what counts is the record of this contributor in this Datanet, as the version's
    /// leaf names it.
    function disputeAt(bytes32 datanetId, address contributor, bytes32 commitment, uint64 time)
        external
        view
        returns (bytes32 disputeId);

    /// @notice The account that a disputed record's contributor share is credited to; it may be paid before it has code.
    function potOf(bytes32 disputeId) external view returns (address);

    /// @notice Where disputes are opened, decided and paid out (`IRecordDisputes`).
    function disputes() external view returns (address);

    /// @notice Where training fees are paid and shared out (`ITrainingFees`).
    function trainingFees() external view returns (address);

    function limitsOf(bytes32 datanetId) external view returns (Limits memory);

    /// @notice How many records an account registered in a Datanet, in all and on the day of the newest block.
    function registeredBy(bytes32 datanetId, address contributor) external view returns (uint32 inAll, uint32 today);

    /// @notice The licence after all changes with block time ≤ `time`; that of the creation has no name, before it
    /// everything is 0.
    function licenceAt(bytes32 datanetId, uint64 time) external view returns (Licence memory);

    /// @notice When a contribution was registered (Unix seconds) and its size; zeros when it was not.
    function contributionOf(bytes32 contributionId) external view returns (uint64 registeredAt, uint32 count);

    /// @notice What a version root stands for; `number` 0 when it is unknown.
    function versionOf(bytes32 root)
        external
        view
        returns (bytes32 datanetId, uint64 number, uint32 count, bytes32 dataHash);

    /// @notice The grant as the owner set it; `expiry` 0 when there is none. The reader compares `expiry` with now.
    function grantOf(bytes32 datanetId, address developer) external view returns (Grant memory);
}
