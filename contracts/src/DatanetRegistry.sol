// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { IDatanetRegistry } from "./interfaces/IDatanetRegistry.sol";
import { LeafHash } from "./libraries/LeafHash.sol";
import { PlainTree } from "./libraries/PlainTree.sol";

/// @title Datanets, their contributions, versions and grants
contract DatanetRegistry is IDatanetRegistry, EIP712 {
    uint16 public constant MAX_CURATOR_RATE_BPS = 2000;
    uint256 public constant MAX_SLUG_BYTES = 64;
    uint256 public constant MAX_COMMITMENTS = 1024;
    bytes32 public constant CONTRIBUTION_TYPEHASH =
        keccak256("Contribution(bytes32 datanetId,address contributor,bytes32 root,uint32 count,uint256 deadline)");

    struct Registration {
        uint64 registeredAt;
        uint32 count;
    }

    mapping(bytes32 datanetId => Datanet) private _datanets;
    mapping(bytes32 contributionId => Registration) private _contributions;
    mapping(bytes32 root => Version) private _versions;
    mapping(bytes32 grantId => Grant) private _grants;

    constructor() EIP712("OpenLedger DatanetRegistry", "1") { }

    /// @inheritdoc IDatanetRegistry
    function create(
        string calldata slug,
        address treasury,
        uint16 curatorRateBps,
        bytes32 termsHash,
        bytes32 metadataHash
    ) external returns (bytes32 datanetId) {
        datanetId = keccak256(abi.encode(block.chainid, msg.sender, slug));
        require(bytes(slug).length > 0 && bytes(slug).length <= MAX_SLUG_BYTES, BadSlug());
        require(treasury != address(0), ZeroAddress());
        require(curatorRateBps <= MAX_CURATOR_RATE_BPS, CuratorRateTooHigh(curatorRateBps, MAX_CURATOR_RATE_BPS));
        require(termsHash != 0 && metadataHash != 0, ZeroHash());
        Datanet storage datanet = _datanets[datanetId];
        require(datanet.owner == address(0), DatanetExists(datanetId));

        datanet.owner = msg.sender;
        datanet.treasury = treasury;
        datanet.curatorRateBps = curatorRateBps;
        datanet.createdAt = uint64(block.timestamp);
        datanet.termsHash = termsHash;
        datanet.metadataHash = metadataHash;
        emit DatanetCreated(datanetId, msg.sender, slug, treasury, curatorRateBps, termsHash, metadataHash);
    }

    /// @inheritdoc IDatanetRegistry
    function registerContribution(
        bytes32 datanetId,
        address contributor,
        bytes32[] calldata commitments,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes32 contributionId) {
        uint256 count = commitments.length;
        require(_datanets[datanetId].owner != address(0), UnknownDatanet(datanetId));
        require(count > 0 && count <= MAX_COMMITMENTS, BadCommitmentCount(count, MAX_COMMITMENTS));
        bytes32 root = _rootOf(commitments);
        contributionId = keccak256(abi.encode(datanetId, contributor, root));
        require(_contributions[contributionId].registeredAt == 0, ContributionExists(contributionId));
        require(block.timestamp <= deadline, ContributionExpired(deadline));
        bytes32 structHash = keccak256(
            abi.encode(CONTRIBUTION_TYPEHASH, datanetId, contributor, root, SafeCast.toUint32(count), deadline)
        );
        (address signer, ECDSA.RecoverError fault,) = ECDSA.tryRecoverCalldata(_hashTypedDataV4(structHash), signature);
        require(fault == ECDSA.RecoverError.NoError && signer == contributor, BadContributionSignature());

        _contributions[contributionId] = Registration(uint64(block.timestamp), SafeCast.toUint32(count));
        emit ContributionRegistered(contributionId, datanetId, contributor, root, commitments);
    }

    /// @inheritdoc IDatanetRegistry
    function publishVersion(bytes32 datanetId, bytes32 root, uint32 count, bytes32 dataHash, bytes32 previousRoot)
        external
    {
        Datanet storage datanet = _requireOwner(datanetId);
        require(root != 0 && dataHash != 0, ZeroHash());
        require(count > 0, EmptyVersion());
        require(_versions[root].number == 0, VersionExists(root));
        require(previousRoot == datanet.latestRoot, NotLatestVersion(datanet.latestRoot, previousRoot));

        uint64 number = ++datanet.versionCount;
        datanet.latestRoot = root;
        _versions[root] = Version(datanetId, number, count, dataHash);
        emit VersionPublished(datanetId, root, number, count, dataHash, previousRoot);
    }

    /// @inheritdoc IDatanetRegistry
    function requestAccess(bytes32 datanetId, bytes32 termsHash) external {
        require(_datanets[datanetId].owner != address(0), UnknownDatanet(datanetId));
        emit AccessRequested(datanetId, msg.sender, termsHash);
    }

    /// @inheritdoc IDatanetRegistry
    function grantAccess(
        bytes32 datanetId,
        address developer,
        bytes32 termsHash,
        uint64 expiry,
        uint16 minDataShareBps,
        uint128 minOutputPrice
    ) external {
        _requireOwner(datanetId);
        require(developer != address(0), ZeroAddress());
        require(termsHash != 0, ZeroHash());
        require(expiry > block.timestamp, GrantExpired(expiry));
        require(minDataShareBps <= 10_000, ShareAboveWhole(minDataShareBps));

        bytes32 grantId = _grantId(datanetId, developer);
        _grants[grantId] = Grant(termsHash, expiry, minDataShareBps, minOutputPrice);
        emit AccessGranted(grantId, datanetId, developer, termsHash, expiry, minDataShareBps, minOutputPrice);
    }

    /// @inheritdoc IDatanetRegistry
    function revokeAccess(bytes32 datanetId, address developer) external {
        _requireOwner(datanetId);
        bytes32 grantId = _grantId(datanetId, developer);
        require(_grants[grantId].expiry != 0, UnknownGrant(grantId));

        delete _grants[grantId];
        emit AccessRevoked(grantId, datanetId, developer);
    }

    /// @inheritdoc IDatanetRegistry
    function datanetOf(bytes32 datanetId) external view returns (Datanet memory) {
        return _datanets[datanetId];
    }

    /// @inheritdoc IDatanetRegistry
    function contributionOf(bytes32 contributionId) external view returns (uint64 registeredAt, uint32 count) {
        Registration storage registration = _contributions[contributionId];
        return (registration.registeredAt, registration.count);
    }

    /// @inheritdoc IDatanetRegistry
    function versionOf(bytes32 root)
        external
        view
        returns (bytes32 datanetId, uint64 number, uint32 count, bytes32 dataHash)
    {
        Version storage version = _versions[root];
        return (version.datanetId, version.number, version.count, version.dataHash);
    }

    /// @inheritdoc IDatanetRegistry
    function grantOf(bytes32 datanetId, address developer) external view returns (Grant memory) {
        return _grants[_grantId(datanetId, developer)];
    }

    function _requireOwner(bytes32 datanetId) private view returns (Datanet storage datanet) {
        datanet = _datanets[datanetId];
        require(datanet.owner != address(0), UnknownDatanet(datanetId));
        require(datanet.owner == msg.sender, NotDatanetOwner(datanetId, msg.sender));
    }

    function _grantId(bytes32 datanetId, address developer) private pure returns (bytes32) {
        return keccak256(abi.encode(datanetId, developer));
    }

    function _rootOf(bytes32[] calldata commitments) private pure returns (bytes32) {
        bytes32[] memory leaves = new bytes32[](commitments.length);
        for (uint256 i = 0; i < commitments.length; ++i) {
            leaves[i] = LeafHash.commitment(commitments[i]);
        }
        return PlainTree.rootInPlace(leaves);
    }
}
