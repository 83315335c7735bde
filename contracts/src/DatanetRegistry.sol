// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { ERC721 } from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { SignatureChecker } from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Checkpoints } from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

import { OwnershipHistory } from "./OwnershipHistory.sol";
import { RecordDisputes } from "./RecordDisputes.sol";
import { TrainingFees } from "./TrainingFees.sol";
import { IDatanetRegistry } from "./interfaces/IDatanetRegistry.sol";
import { IRecordDisputes } from "./interfaces/IRecordDisputes.sol";
import { LeafHash } from "./libraries/LeafHash.sol";
import { PlainTree } from "./libraries/PlainTree.sol";
import { Curator } from "./types/Curator.sol";

/// @title Datanets, their contributions, versions and grants
/// @dev Creates `RecordDisputes` and `TrainingFees`, so that all know each other by immutable addresses.
contract DatanetRegistry is IDatanetRegistry, OwnershipHistory, EIP712 {
    using Checkpoints for Checkpoints.Trace160;

    uint256 public constant MAX_CURATORS = 8;
    uint16 public constant MAX_CURATOR_RATE_BPS = 2000;
    uint256 public constant MAX_SLUG_BYTES = 64;
    uint256 public constant MAX_COMMITMENTS = 1024;
    bytes32 public constant CONTRIBUTION_TYPEHASH =
        keccak256("Contribution(bytes32 datanetId,address contributor,bytes32 root,uint32 count,uint256 deadline)");

    struct Registration {
        uint64 registeredAt;
        uint32 count;
    }

    struct Usage {
        uint32 inAll;
        uint32 today;
        /// Days since 1970 of `today`.
        uint32 day;
    }

    /// @inheritdoc IDatanetRegistry
    address public immutable disputes;
    /// @inheritdoc IDatanetRegistry
    address public immutable trainingFees;

    /// @dev `owner` is left empty: it is the token's.
    mapping(bytes32 datanetId => Datanet) private _datanets;
    /// @dev Block time → number of the list that holds from then on, 0 for none.
    mapping(bytes32 datanetId => Checkpoints.Trace160) private _curatorLists;
    mapping(bytes32 datanetId => mapping(uint160 number => Curator[])) private _curators;
    mapping(bytes32 datanetId => Limits) private _limits;
    mapping(bytes32 datanetId => mapping(address contributor => Usage)) private _usage;
    /// @dev Block time → number of the licence that holds from then on, 0 for that of the creation.
    mapping(bytes32 datanetId => Checkpoints.Trace160) private _licenceNumbers;
    mapping(bytes32 datanetId => mapping(uint160 number => Licence)) private _licences;
    mapping(bytes32 contributionId => Registration) private _contributions;
    mapping(bytes32 root => Version) private _versions;
    mapping(bytes32 grantId => Grant) private _grants;

    /// @param token OPEN.
    /// @param disputeStake Wei that opening a dispute and appealing take each.
    /// @param disputeWindow Seconds for a dispute's decision, an appeal, and its votes.
    constructor(IERC20 token, uint128 disputeStake, uint64 disputeWindow)
        ERC721("OpenLedger Datanet", "OLDATA")
        EIP712("OpenLedger DatanetRegistry", "1")
    {
        disputes = address(new RecordDisputes(token, this, disputeStake, disputeWindow));
        trainingFees = address(new TrainingFees(token, this));
    }

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
        require(datanet.createdAt == 0, DatanetExists(datanetId));

        datanet.treasury = treasury;
        datanet.curatorRateBps = curatorRateBps;
        datanet.createdAt = uint64(block.timestamp);
        datanet.termsHash = termsHash;
        datanet.metadataHash = metadataHash;
        emit DatanetCreated(datanetId, msg.sender, slug, treasury, curatorRateBps, termsHash, metadataHash);
        _mint(msg.sender, uint256(datanetId));
    }

    /// @inheritdoc IDatanetRegistry
    function setCurators(bytes32 datanetId, Curator[] calldata curators) external {
        _requireOwner(datanetId);
        uint256 count = curators.length;
        require(count <= MAX_CURATORS, TooManyCurators(count, MAX_CURATORS));
        uint256 totalBps = 0;
        for (uint256 i = 0; i < count; ++i) {
            require(curators[i].account != address(0), ZeroAddress());
            for (uint256 j = 0; j < i; ++j) {
                require(curators[j].account != curators[i].account, CuratorTwice(curators[i].account));
            }
            totalBps += curators[i].bps;
        }
        require(totalBps <= 10_000, CuratorsAboveWhole(totalBps));

        Checkpoints.Trace160 storage lists = _curatorLists[datanetId];
        uint160 number = lists.latest() + 1;
        for (uint256 i = 0; i < count; ++i) {
            _curators[datanetId][number].push(curators[i]);
        }
        _push(lists, number);
        emit CuratorsSet(datanetId, curators);
    }

    /// @inheritdoc IDatanetRegistry
    function setLimits(bytes32 datanetId, Limits calldata limits) external {
        _requireOwner(datanetId);

        _limits[datanetId] = limits;
        emit LimitsSet(datanetId, limits.recordsInAll, limits.recordsADay);
    }

    /// @inheritdoc IDatanetRegistry
    function setLicence(bytes32 datanetId, string calldata name_, bytes32 termsHash) external {
        _requireOwner(datanetId);
        require(bytes(name_).length > 0 && bytes(name_).length <= MAX_SLUG_BYTES, BadLicence());
        require(termsHash != 0, ZeroHash());

        Checkpoints.Trace160 storage numbers = _licenceNumbers[datanetId];
        uint160 number = numbers.latest() + 1;
        _licences[datanetId][number] = Licence(name_, termsHash, uint64(block.timestamp));
        _push(numbers, number);
        emit LicenceSet(datanetId, name_, termsHash);
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
        require(_datanets[datanetId].createdAt != 0, UnknownDatanet(datanetId));
        require(count > 0 && count <= MAX_COMMITMENTS, BadCommitmentCount(count, MAX_COMMITMENTS));
        bytes32 root = _rootOf(commitments);
        contributionId = keccak256(abi.encode(datanetId, contributor, root));
        require(_contributions[contributionId].registeredAt == 0, ContributionExists(contributionId));
        require(block.timestamp <= deadline, ContributionExpired(deadline));
        bytes32 structHash = keccak256(
            abi.encode(CONTRIBUTION_TYPEHASH, datanetId, contributor, root, SafeCast.toUint32(count), deadline)
        );
        _requireSignature(contributor, _hashTypedDataV4(structHash), signature);
        _use(datanetId, contributor, SafeCast.toUint32(count));

        _contributions[contributionId] = Registration(uint64(block.timestamp), SafeCast.toUint32(count));
        emit ContributionRegistered(contributionId, datanetId, contributor, root, commitments);
    }

    /// @inheritdoc IDatanetRegistry
    function revokeRecords(bytes32 datanetId, bytes32[] calldata commitments) external {
        uint256 count = commitments.length;
        require(_datanets[datanetId].createdAt != 0, UnknownDatanet(datanetId));
        require(count > 0 && count <= MAX_COMMITMENTS, BadCommitmentCount(count, MAX_COMMITMENTS));

        emit RecordsRevoked(datanetId, msg.sender, commitments);
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
        require(_datanets[datanetId].createdAt != 0, UnknownDatanet(datanetId));
        emit AccessRequested(datanetId, msg.sender, termsHash);
    }

    /// @inheritdoc IDatanetRegistry
    function grantAccess(
        bytes32 datanetId,
        address developer,
        bytes32 termsHash,
        uint64 expiry,
        uint16 minDataShareBps,
        uint128 minOutputPrice,
        uint128 trainingFee
    ) external {
        _requireOwner(datanetId);
        require(developer != address(0), ZeroAddress());
        require(termsHash != 0, ZeroHash());
        require(expiry > block.timestamp, GrantExpired(expiry));
        require(minDataShareBps <= 10_000, ShareAboveWhole(minDataShareBps));

        bytes32 grantId = _grantId(datanetId, developer);
        _grants[grantId] = Grant(termsHash, expiry, minDataShareBps, minOutputPrice, trainingFee);
        emit AccessGranted(
            grantId, datanetId, developer, termsHash, expiry, minDataShareBps, minOutputPrice, trainingFee
        );
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
    function datanetOf(bytes32 datanetId) external view returns (Datanet memory datanet) {
        datanet = _datanets[datanetId];
        datanet.owner = _ownerOf(uint256(datanetId));
    }

    /// @inheritdoc IDatanetRegistry
    function ownerAt(bytes32 datanetId, uint64 time) external view returns (address) {
        return _ownerAt(uint256(datanetId), time);
    }

    /// @inheritdoc IDatanetRegistry
    function curatorsAt(bytes32 datanetId, uint64 time) external view returns (Curator[] memory) {
        return _curators[datanetId][_curatorLists[datanetId].upperLookupRecent(time)];
    }

    /// @inheritdoc IDatanetRegistry
    function disputeAt(bytes32 datanetId, address contributor, bytes32 commitment, uint64 time)
        external
        view
        returns (bytes32)
    {
        return IRecordDisputes(disputes).disputeAt(datanetId, contributor, commitment, time);
    }

    /// @inheritdoc IDatanetRegistry
    function potOf(bytes32 disputeId) external view returns (address) {
        return IRecordDisputes(disputes).potOf(disputeId);
    }

    /// @inheritdoc IDatanetRegistry
    function limitsOf(bytes32 datanetId) external view returns (Limits memory) {
        return _limits[datanetId];
    }

    /// @inheritdoc IDatanetRegistry
    function registeredBy(bytes32 datanetId, address contributor) external view returns (uint32 inAll, uint32 today) {
        Usage storage usage = _usage[datanetId][contributor];
        return (usage.inAll, usage.day == _today() ? usage.today : 0);
    }

    /// @inheritdoc IDatanetRegistry
    function licenceAt(bytes32 datanetId, uint64 time) external view returns (Licence memory) {
        uint160 number = _licenceNumbers[datanetId].upperLookupRecent(time);
        if (number != 0) return _licences[datanetId][number];
        Datanet storage datanet = _datanets[datanetId];
        if (time < datanet.createdAt) return Licence("", 0, 0);
        return Licence("", datanet.termsHash, datanet.createdAt);
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
        require(datanet.createdAt != 0, UnknownDatanet(datanetId));
        require(_ownerOf(uint256(datanetId)) == msg.sender, NotDatanetOwner(datanetId, msg.sender));
    }

    /// @dev The contributor's key signs for it whatever code its account has; else its code is asked.
    function _requireSignature(address contributor, bytes32 digest, bytes calldata signature) private view {
        (address signer, ECDSA.RecoverError fault,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (fault == ECDSA.RecoverError.NoError && signer == contributor) return;
        require(
            SignatureChecker.isValidERC1271SignatureNowCalldata(contributor, digest, signature),
            BadContributionSignature()
        );
    }

    /// @dev Counts what an account registers against the Datanet's limits.
    function _use(bytes32 datanetId, address contributor, uint32 count) private {
        Usage storage usage = _usage[datanetId][contributor];
        uint32 today = _today();
        if (usage.day != today) (usage.day, usage.today) = (today, 0);
        usage.inAll += count;
        usage.today += count;
        Limits storage limits = _limits[datanetId];
        (uint32 inAll, uint32 aDay) = (limits.recordsInAll, limits.recordsADay);
        require(inAll == 0 || usage.inAll <= inAll, AboveAccountLimit(contributor, usage.inAll, inAll));
        require(aDay == 0 || usage.today <= aDay, AboveAccountLimit(contributor, usage.today, aDay));
    }

    function _today() private view returns (uint32) {
        return SafeCast.toUint32(block.timestamp / 1 days);
    }

    function _push(Checkpoints.Trace160 storage trace, uint160 value) private {
        // Block times fit uint96 and never fall.
        // forge-lint: disable-next-line(unsafe-typecast)
        trace.push(uint96(block.timestamp), value);
    }

    /// @dev Says who owns the token now in an event of this contract's own.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address from) {
        from = super._update(to, tokenId, auth);
        if (from != address(0)) emit DatanetTransferred(bytes32(tokenId), from, to);
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
