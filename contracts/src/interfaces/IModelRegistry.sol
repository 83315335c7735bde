// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Royalty } from "../types/Royalty.sol";
import { Split } from "../types/Split.sol";

/// @title Registered, priced models
/// @notice Binds adapter, manifest, training log and attribution index to a model id, with its price and split.
/// A model is an ERC-721 whose token is `uint256(modelId)`; whoever owned it at a receipt's time gets the model part of
/// that call, less the royalties of the models that it is built on.
/// Views answer zeros for what does not exist; they never revert, those of ERC-721 aside. Answers for a time (`…At`)
/// are final once that time lies before the newest block's.
interface IModelRegistry {
    /// @notice What a developer registers.
    struct ModelParams {
        /// 1–128 bytes, as callers write it in `model`.
        string name;
        bytes32 baseHash;
        /// 0 for the base model itself.
        bytes32 adapterHash;
        bytes32 manifestHash;
        bytes32 logRoot;
        bytes32 indexHash;
        /// Version roots that the adapter was trained on, ≤ 32.
        bytes32[] trainingVersions;
        /// Version roots that the model retrieves from, ≤ 32.
        bytes32[] retrievalVersions;
        /// Wei per input token, ≤ 10^27.
        uint128 inputPrice;
        /// Wei per output token, ≤ 10^27.
        uint128 outputPrice;
        Split split;
        /// Models that this one is built on directly, with what each gets of the model part; registered before, so that
        /// there are no cycles.
        Royalty[] parents;
        /// Least royalty that a model built on this one must give it, ≤ 5,000 bps.
        uint16 askedRoyaltyBps;
    }

    /// @notice A registered model. Only its price and its owner change.
    struct Model {
        /// Who registered it. Zero address: unknown model.
        address developer;
        uint64 registeredAt;
        uint16 askedRoyaltyBps;
        /// Longest line of ancestors; 0 for a model without parents.
        uint8 depth;
        string name;
        bytes32 baseHash;
        bytes32 adapterHash;
        bytes32 manifestHash;
        bytes32 logRoot;
        bytes32 indexHash;
        bytes32[] trainingVersions;
        bytes32[] retrievalVersions;
        Split split;
    }

    event ModelRegistered(bytes32 indexed modelId, address indexed developer, ModelParams params);
    /// @notice The token went to another owner (besides ERC-721's `Transfer`).
    event ModelTransferred(bytes32 indexed modelId, address indexed from, address indexed to);
    /// @notice `priceVersion` counts from 1; it may bill calls from `effectiveFrom` (Unix seconds) on.
    event PriceSet(
        bytes32 indexed modelId,
        uint32 indexed priceVersion,
        uint128 inputPrice,
        uint128 outputPrice,
        uint64 effectiveFrom
    );

    /// @notice This very model is already registered; its id is `modelId`.
    error ModelExists(bytes32 modelId);
    error UnknownModel(bytes32 modelId);
    error NotModelOwner(bytes32 modelId, address caller);
    error ZeroAddress();
    /// @notice The name is empty or longer than 128 bytes.
    error BadName();
    /// @notice Every model names its base.
    error ZeroBaseHash();
    error TooManyVersions(uint256 count, uint256 maximum);
    error PriceTooHigh(uint128 price, uint128 maximum);
    /// @notice The five parts of the split sum to `total` instead of 10,000.
    error BadSplitSum(uint256 total);
    error BurnTooLow(uint16 burn, uint16 minimum);
    /// @notice A model has a data share if and only if it has a training or a retrieval version.
    error DataShareMismatch(uint16 data, uint256 versions);
    error UnknownVersion(bytes32 root);
    /// @notice No grant, or it is expired or revoked.
    error AccessNotGranted(bytes32 datanetId, address developer);
    /// @notice The grant asks a fee for training on this version, which the developer has not paid.
    error TrainingFeeUnpaid(bytes32 root, address developer);
    error DataShareBelowGrant(bytes32 datanetId, uint16 data, uint16 minimum);
    error OutputPriceBelowGrant(bytes32 datanetId, uint128 outputPrice, uint128 minimum);
    /// @notice A parent is not registered.
    error UnknownParent(bytes32 parent);
    error ParentTwice(bytes32 parent);
    /// @notice A parent's royalty is 0 or less than it asks.
    error RoyaltyBelowAsked(bytes32 parent, uint16 bps, uint16 asked);
    error RoyaltiesTooHigh(uint256 totalBps, uint16 maximum);
    error TooManyAncestors(uint256 maximum);
    error TooDeep(uint8 maximum);

    /// @notice Registers the caller's model; price version 1 holds at once.
    /// @return modelId keccak(abi.encode(chainId, developer, baseHash, adapterHash, manifestHash, name))
    function register(ModelParams calldata params) external returns (bytes32 modelId);

    /// @notice Adds a price version that holds after `priceDelay`; owner only. Grants are checked again, the owner's own.
    /// @return priceVersion The new version's number.
    function setPrice(bytes32 modelId, uint128 inputPrice, uint128 outputPrice) external returns (uint32 priceVersion);

    /// @notice The model; `developer` is the zero address when it does not exist.
    function modelOf(bytes32 modelId) external view returns (Model memory);

    /// @notice The owner after all transfers with block time ≤ `time`; zero before the registration.
    function ownerAt(bytes32 modelId, uint64 time) external view returns (address);

    /// @notice Every ancestor that gets a part of the model part, each once, together ≤ 5,000 bps; at most 8. A parent's
    /// own royalties are cut out of what the parent gets (rounded down, the parent keeps the rest).
    function royaltiesOf(bytes32 modelId) external view returns (Royalty[] memory);

    /// @notice A price version, counted from 1; zeros when it does not exist.
    function priceOf(bytes32 modelId, uint32 priceVersion)
        external
        view
        returns (uint128 inputPrice, uint128 outputPrice, uint64 effectiveFrom);

    /// @notice How many price versions there are, those not yet in effect included.
    function priceVersionCount(bytes32 modelId) external view returns (uint32);

    /// @notice The newest price version in effect now; 0 when the model does not exist.
    function currentPriceVersion(bytes32 modelId) external view returns (uint32);

    /// @notice Seconds between `setPrice` and the price's effect.
    function priceDelay() external view returns (uint64);
}
