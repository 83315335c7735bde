// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC721 } from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { OwnershipHistory } from "./OwnershipHistory.sol";
import { IDatanetRegistry } from "./interfaces/IDatanetRegistry.sol";
import { IModelRegistry } from "./interfaces/IModelRegistry.sol";
import { ITrainingFees } from "./interfaces/ITrainingFees.sol";
import { Royalties } from "./libraries/Royalties.sol";
import { Royalty } from "./types/Royalty.sol";
import { Split } from "./types/Split.sol";

/// @title Registered, priced models
contract ModelRegistry is IModelRegistry, OwnershipHistory {
    uint256 public constant MAX_NAME_BYTES = 128;
    uint256 public constant MAX_VERSIONS = 32;
    uint16 public constant MIN_BURN_BPS = 200;
    uint16 public constant MAX_ROYALTY_BPS = 5000;
    uint8 public constant MAX_DEPTH = 8;
    /// @notice The whole supply for one token: with uint32 token counts no fee overflows uint128.
    uint128 public constant MAX_PRICE = 1_000_000_000 ether;

    struct Price {
        uint128 input;
        uint128 output;
        uint64 effectiveFrom;
    }

    /// @notice Where versions and grants are read.
    IDatanetRegistry public immutable datanetRegistry;
    /// @notice Where developers pay for training on a version.
    ITrainingFees public immutable trainingFees;
    /// @inheritdoc IModelRegistry
    uint64 public immutable priceDelay;

    mapping(bytes32 modelId => Model) private _models;
    mapping(bytes32 modelId => Price[]) private _prices;
    mapping(bytes32 modelId => Royalty[]) private _royalties;

    /// @param datanetRegistry_ The chain's registry of Datanets.
    /// @param priceDelay_ Seconds between `setPrice` and its effect.
    constructor(IDatanetRegistry datanetRegistry_, uint64 priceDelay_) ERC721("OpenLedger Model", "OLMODEL") {
        require(address(datanetRegistry_) != address(0), ZeroAddress());
        datanetRegistry = datanetRegistry_;
        trainingFees = ITrainingFees(datanetRegistry_.trainingFees());
        priceDelay = priceDelay_;
    }

    /// @inheritdoc IModelRegistry
    function register(ModelParams calldata params) external returns (bytes32 modelId) {
        modelId = keccak256(
            abi.encode(block.chainid, msg.sender, params.baseHash, params.adapterHash, params.manifestHash, params.name)
        );
        Model storage model = _models[modelId];
        require(model.developer == address(0), ModelExists(modelId));
        require(bytes(params.name).length > 0 && bytes(params.name).length <= MAX_NAME_BYTES, BadName());
        require(params.baseHash != 0, ZeroBaseHash());
        _requireSplit(params.split, params.trainingVersions.length + params.retrievalVersions.length);
        _requirePrice(params.inputPrice);
        _requirePrice(params.outputPrice);
        _requireAccess(params.trainingVersions, params.split.data, params.outputPrice);
        _requireAccess(params.retrievalVersions, params.split.data, params.outputPrice);
        _requireFeesPaid(params.trainingVersions);
        require(params.askedRoyaltyBps <= MAX_ROYALTY_BPS, RoyaltiesTooHigh(params.askedRoyaltyBps, MAX_ROYALTY_BPS));
        (Royalty[] memory royalties, uint8 depth) = _flatten(params.parents);

        model.developer = msg.sender;
        model.registeredAt = uint64(block.timestamp);
        (model.askedRoyaltyBps, model.depth) = (params.askedRoyaltyBps, depth);
        model.name = params.name;
        model.baseHash = params.baseHash;
        model.adapterHash = params.adapterHash;
        model.manifestHash = params.manifestHash;
        model.logRoot = params.logRoot;
        model.indexHash = params.indexHash;
        model.trainingVersions = params.trainingVersions;
        model.retrievalVersions = params.retrievalVersions;
        model.split = params.split;
        for (uint256 i = 0; i < royalties.length; ++i) {
            _royalties[modelId].push(royalties[i]);
        }
        emit ModelRegistered(modelId, msg.sender, params);
        _addPrice(modelId, params.inputPrice, params.outputPrice, uint64(block.timestamp));
        _mint(msg.sender, uint256(modelId));
    }

    /// @inheritdoc IModelRegistry
    function setPrice(bytes32 modelId, uint128 inputPrice, uint128 outputPrice) external returns (uint32 priceVersion) {
        Model storage model = _models[modelId];
        require(model.developer != address(0), UnknownModel(modelId));
        require(_ownerOf(uint256(modelId)) == msg.sender, NotModelOwner(modelId, msg.sender));
        _requirePrice(inputPrice);
        _requirePrice(outputPrice);
        _requireAccess(model.trainingVersions, model.split.data, outputPrice);
        _requireAccess(model.retrievalVersions, model.split.data, outputPrice);

        return _addPrice(modelId, inputPrice, outputPrice, uint64(block.timestamp) + priceDelay);
    }

    /// @inheritdoc IModelRegistry
    function modelOf(bytes32 modelId) external view returns (Model memory) {
        return _models[modelId];
    }

    /// @inheritdoc IModelRegistry
    function ownerAt(bytes32 modelId, uint64 time) external view returns (address) {
        return _ownerAt(uint256(modelId), time);
    }

    /// @inheritdoc IModelRegistry
    function royaltiesOf(bytes32 modelId) external view returns (Royalty[] memory) {
        return _royalties[modelId];
    }

    /// @inheritdoc IModelRegistry
    function priceOf(bytes32 modelId, uint32 priceVersion)
        external
        view
        returns (uint128 inputPrice, uint128 outputPrice, uint64 effectiveFrom)
    {
        Price[] storage prices = _prices[modelId];
        if (priceVersion == 0 || priceVersion > prices.length) return (0, 0, 0);
        Price storage price = prices[priceVersion - 1];
        return (price.input, price.output, price.effectiveFrom);
    }

    /// @inheritdoc IModelRegistry
    function priceVersionCount(bytes32 modelId) external view returns (uint32) {
        return SafeCast.toUint32(_prices[modelId].length);
    }

    /// @inheritdoc IModelRegistry
    function currentPriceVersion(bytes32 modelId) external view returns (uint32) {
        Price[] storage prices = _prices[modelId];
        uint256 version = prices.length;
        while (version > 0 && prices[version - 1].effectiveFrom > block.timestamp) --version;
        return SafeCast.toUint32(version);
    }

    function _addPrice(bytes32 modelId, uint128 inputPrice, uint128 outputPrice, uint64 effectiveFrom)
        private
        returns (uint32 priceVersion)
    {
        _prices[modelId].push(Price(inputPrice, outputPrice, effectiveFrom));
        priceVersion = SafeCast.toUint32(_prices[modelId].length);
        emit PriceSet(modelId, priceVersion, inputPrice, outputPrice, effectiveFrom);
    }

    /// @dev What all ancestors get. A parent must be registered, which the model itself is not yet: no cycle can close.
    function _flatten(Royalty[] calldata parents) private view returns (Royalty[] memory royalties, uint8 depth) {
        uint256 totalBps = 0;
        for (uint256 i = 0; i < parents.length; ++i) {
            (bytes32 parent, uint16 bps) = (parents[i].ancestor, parents[i].bps);
            Model storage model = _models[parent];
            require(model.developer != address(0), UnknownParent(parent));
            require(bps > 0 && bps >= model.askedRoyaltyBps, RoyaltyBelowAsked(parent, bps, model.askedRoyaltyBps));
            for (uint256 j = 0; j < i; ++j) {
                require(parents[j].ancestor != parent, ParentTwice(parent));
            }
            totalBps += bps;
            require(totalBps <= MAX_ROYALTY_BPS, RoyaltiesTooHigh(totalBps, MAX_ROYALTY_BPS));
            require(model.depth < MAX_DEPTH, TooDeep(MAX_DEPTH));
            if (model.depth >= depth) depth = model.depth + 1;
            royalties = Royalties.add(royalties, parent, bps, _royalties[parent]);
        }
        require(royalties.length <= Royalties.MAX_ANCESTORS, TooManyAncestors(Royalties.MAX_ANCESTORS));
    }

    /// @dev Says who owns the token now in an event of this contract's own.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address from) {
        from = super._update(to, tokenId, auth);
        if (from != address(0)) emit ModelTransferred(bytes32(tokenId), from, to);
    }

    function _requireSplit(Split memory split, uint256 versions) private pure {
        require(split.total() == 10_000, BadSplitSum(split.total()));
        require(split.burn >= MIN_BURN_BPS, BurnTooLow(split.burn, MIN_BURN_BPS));
        require((split.data > 0) == (versions > 0), DataShareMismatch(split.data, versions));
    }

    function _requirePrice(uint128 price) private pure {
        require(price <= MAX_PRICE, PriceTooHigh(price, MAX_PRICE));
    }

    /// @dev Each version's Datanet is the caller's own, asks no fee for training, or got it.
    function _requireFeesPaid(bytes32[] calldata roots) private view {
        for (uint256 i = 0; i < roots.length; ++i) {
            (bytes32 datanetId,,,) = datanetRegistry.versionOf(roots[i]);
            if (datanetRegistry.datanetOf(datanetId).owner == msg.sender) continue;
            if (datanetRegistry.grantOf(datanetId, msg.sender).trainingFee == 0) continue;
            require(trainingFees.paymentOf(roots[i], msg.sender).paidAt != 0, TrainingFeeUnpaid(roots[i], msg.sender));
        }
    }

    /// @dev Each version's Datanet is the caller's own or has granted access that allows this share and price.
    function _requireAccess(bytes32[] memory roots, uint16 data, uint128 outputPrice) private view {
        require(roots.length <= MAX_VERSIONS, TooManyVersions(roots.length, MAX_VERSIONS));
        for (uint256 i = 0; i < roots.length; ++i) {
            (bytes32 datanetId, uint64 number,,) = datanetRegistry.versionOf(roots[i]);
            require(number != 0, UnknownVersion(roots[i]));
            if (datanetRegistry.datanetOf(datanetId).owner == msg.sender) continue;
            IDatanetRegistry.Grant memory grant = datanetRegistry.grantOf(datanetId, msg.sender);
            require(grant.expiry >= block.timestamp, AccessNotGranted(datanetId, msg.sender));
            require(data >= grant.minDataShareBps, DataShareBelowGrant(datanetId, data, grant.minDataShareBps));
            require(
                outputPrice >= grant.minOutputPrice, OutputPriceBelowGrant(datanetId, outputPrice, grant.minOutputPrice)
            );
        }
    }
}
